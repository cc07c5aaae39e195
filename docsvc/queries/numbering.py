"""How documents are numbered: the organisation's own patterns over the shipped ones, and what comes next."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Kind, LegalEntity, NumberRule, Numerator
from docsvc.model.kinds import KINDS

WIDTH = 4


@dataclass(frozen=True, slots=True)
class Numbering:
    """The pattern of a kind (`Д-{YYYY}-{NUMBER}`), when its numbers start anew, and how wide they are."""

    pattern: str
    reset: str
    width: int = WIDTH
    own: bool = False

    def period(self, day: date) -> str:
        """Return the period that a day's number is counted in."""
        match self.reset:
            case "daily":
                return f"{day:%Y-%m-%d}"
            case "monthly":
                return f"{day:%Y-%m}"
            case "yearly":
                return f"{day:%Y}"
            case _:
                return "ever"

    def write(self, number: int, day: date) -> str:
        """Return a number as documents bear it."""
        return self.pattern.format(
            YYYY=f"{day:%Y}",
            YY=f"{day:%y}",
            MM=f"{day:%m}",
            DD=f"{day:%d}",
            NUMBER=str(number).zfill(self.width),
        )


@dataclass(frozen=True, slots=True)
class NumberingRow:
    """The numbering of a kind, with the number that its next document will take."""

    kind: Kind
    numbering: Numbering
    next: int
    preview: str
    shipped: str


def numbering_of(session: Session, kind: Kind) -> Numbering:
    """Return how documents of a kind are numbered."""
    rule = session.get(NumberRule, kind.value)
    if rule is None:
        return Numbering(KINDS[kind].pattern, KINDS[kind].reset)
    return Numbering(rule.pattern, rule.reset, rule.width, own=True)


def numberings(session: Session, *, day: date) -> tuple[NumberingRow, ...]:
    """Return the numbering of every kind; numbers are those of our default legal entity."""
    entity_id = default_entity_id(session)
    return tuple(_row(session, kind, entity_id, day) for kind in Kind)


def default_entity_id(session: Session) -> str:
    """Return the id of our default legal entity; empty where there is none yet."""
    return (
        session.scalars(select(LegalEntity.id).order_by(LegalEntity.is_default.desc()).limit(1)).first() or ""
    )


def _row(session: Session, kind: Kind, entity_id: str, day: date) -> NumberingRow:
    numbering = numbering_of(session, kind)
    counter = session.get(Numerator, (kind.value, entity_id, numbering.period(day)))
    following = (counter.last if counter else 0) + 1
    shipped = KINDS[kind].pattern
    return NumberingRow(kind, numbering, following, numbering.write(following, day), shipped)
