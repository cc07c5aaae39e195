"""Taking the next number: in the draft's own transaction, so that there is no gap and no repeat."""

from datetime import date

from sqlalchemy import select

from docsvc.model import Kind, Numerator
from docsvc.queries.numbering import numbering_of
from docsvc.work import Work, insert_missing


def take_number(work: Work, kind: Kind, *, legal_entity_id: str, day: date) -> str:
    """Take the next number of this kind, legal entity and period, by the kind's pattern.

    The counter's row stays locked until the transaction ends: a rolled back draft gives its number back.
    """
    numbering = numbering_of(work.session, kind)
    counter = lock_counter(work, kind, legal_entity_id=legal_entity_id, period=numbering.period(day))
    counter.last += 1
    work.session.flush()
    return numbering.write(counter.last, day)


def lock_counter(work: Work, kind: Kind, *, legal_entity_id: str, period: str) -> Numerator:
    """Return the counter of a kind, legal entity and period, made where there is none, locked."""
    key = {"kind": kind.value, "legal_entity_id": legal_entity_id, "period": period}
    insert_missing(work.session, Numerator, **key, last=0)
    return work.session.scalars(
        select(Numerator).filter_by(**key).with_for_update().execution_options(populate_existing=True),
    ).one()
