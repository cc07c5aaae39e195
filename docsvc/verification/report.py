"""What a check found: lines in the reader's language, each with a code for machines, and who signed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any, TypeVar

from signing import Code, Problem, SignatureReport
from signing.verdict import OPEN

_Line = TypeVar("_Line", "Finding", "Told")


class Outcome(IntEnum):
    """The answer as the exit code of `docsvc verify`."""

    CONFIRMED = 0
    BROKEN = 1
    UNCONFIRMED = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report: about which part, what was found there, and the particulars for an expert."""

    place: str
    text: str
    outcome: Outcome = Outcome.CONFIRMED
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One signature in words: `role`, `means` and `trust` are sentences, `outcome` is what holds of it."""

    place: str
    role: str
    who: str
    organisation: str
    at: str
    means: str
    trust: str
    level: str
    serial: str
    changes: str
    covers: str
    outcome: Outcome
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; the worst finding decides."""

    findings: tuple[Finding, ...]
    signatures: tuple[Told, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return broken if anything is, else unconfirmed if any issuer is, else confirmed."""
        found = {each.outcome for each in self.findings} | {each.outcome for each in self.signatures}
        return next(
            (each for each in (Outcome.BROKEN, Outcome.UNCONFIRMED) if each in found), Outcome.CONFIRMED
        )

    def plain(self) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        return {
            "outcome": self.outcome.name.lower(),
            "findings": [_plain(each) for each in self.findings],
            "signatures": [_plain(each) for each in self.signatures],
        }

    def __add__(self, other: "Report") -> "Report":
        """Join two reports, this one first."""
        return Report((*self.findings, *other.findings), (*self.signatures, *other.signatures))


def read_report(plain: Any) -> Report:
    """Read a report as `plain` wrote it, by whoever is not believed. Raises ValueError for anything else."""
    try:
        findings = tuple(_read(Finding, each) for each in plain["findings"])
        return Report(findings, tuple(_read(Told, each) for each in plain["signatures"]))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("This is no report") from error


def outcome_of(one: SignatureReport) -> Outcome:
    """Tell what holds of one signature."""
    if one.intact and one.problem is not None and one.problem.code is Code.FOREIGN:
        return Outcome.UNCONFIRMED
    if not one.intact or (one.problem is not None and one.problem.code not in OPEN):
        return Outcome.BROKEN
    return Outcome.CONFIRMED if one.trusted else Outcome.UNCONFIRMED


def particulars(problem: Problem) -> str:
    """Write where a problem is and what a specialist may want to know."""
    return ": ".join(part for part in (problem.place, problem.detail) if part)


def _read(kind: type[_Line], line: Mapping[str, Any]) -> _Line:
    told: dict[str, Any] = {name: str(value) for name, value in line.items()}
    return kind(**told | {"outcome": Outcome[told["outcome"].upper()]})


def _plain(value: Finding | Told) -> dict[str, Any]:
    return asdict(value) | {"outcome": value.outcome.name.lower()}
