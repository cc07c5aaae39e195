"""How long a sealed file stays verifiable: the level that it reached, and what the next one waits for."""

from dataclasses import dataclass
from datetime import datetime

from docsvc.model import DocumentVersion


@dataclass(frozen=True, slots=True)
class Reached:
    """The PAdES level, of the file with what was added where there is one; `until` for B-LTA alone.

    `lacks` is empty, `tsa` (no time stamp yet), `evidence` (an issuer does not answer) or `revoked`.
    """

    level: str
    until: datetime | None
    lacks: str


def reached(version: DocumentVersion) -> Reached | None:
    """Return what a version's sealed file reached; None before it is sealed."""
    level = version.lasting_level or version.level
    return Reached(level, version.lasting_until, version.lasting_lacks) if level else None
