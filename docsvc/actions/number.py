"""Taking the next number: in the draft's own transaction, so that there is no gap and no repeat."""

from datetime import date

from sqlalchemy import select

from docsvc.model import Kind, Numerator
from docsvc.model.kinds import KINDS
from docsvc.work import Work, insert_missing

WIDTH = 4


def take_number(work: Work, kind: Kind, *, legal_entity_id: str, day: date) -> str:
    """Take the next number of this kind, legal entity and period, by the kind's pattern.

    The counter's row stays locked until the transaction ends: a rolled back draft gives its number back.
    """
    rules = KINDS[kind]
    key = {"kind": kind.value, "legal_entity_id": legal_entity_id, "period": _period(rules.reset, day)}
    insert_missing(work.session, Numerator, **key, last=0)
    counter = work.session.scalars(
        select(Numerator).filter_by(**key).with_for_update().execution_options(populate_existing=True),
    ).one()
    counter.last += 1
    work.session.flush()
    return rules.pattern.format(
        YYYY=f"{day:%Y}",
        MM=f"{day:%m}",
        DD=f"{day:%d}",
        NUMBER=str(counter.last).zfill(WIDTH),
    )


def _period(reset: str, day: date) -> str:
    match reset:
        case "daily":
            return f"{day:%Y-%m-%d}"
        case "monthly":
            return f"{day:%Y-%m}"
        case "yearly":
            return f"{day:%Y}"
        case _:
            return "ever"
