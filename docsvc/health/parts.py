"""The parts of an installation, and what can be wrong with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Something that the work needs."""

    DATABASE = "database"
    SCHEMA = "schema"
    CLOCK = "clock"
    BLOBS = "blobs"
    DISK = "disk"
    REDIS = "redis"
    RELAY = "relay"
    WORKERS = "workers"
    OUTBOX = "outbox"


class Fault(StrEnum):
    """What is wrong with a part; `fine` is nothing, `off` a part that is not used."""

    FINE = "fine"
    OFF = "off"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    READ_ONLY = "read_only"
    NO_ANSWER = "no_answer"
    UNKNOWN = "unknown"
    OUTDATED = "outdated"
    UNWRITABLE = "unwritable"
    FULL = "full"
    ABSENT = "absent"
    STUCK = "stuck"
    APART = "apart"


WELL = frozenset({Fault.FINE, Fault.OFF})


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part; a node is of no use while one that `blocks` is ill."""

    part: Part
    fault: Fault
    blocks: bool

    @property
    def well(self) -> bool:
        """Tell whether there is nothing to mend."""
        return self.fault in WELL


def is_ready(findings: Iterable[Finding]) -> bool:
    """Tell whether the node can do its work."""
    return all(each.well or not each.blocks for each in findings)
