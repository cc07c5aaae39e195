"""Several documents to be approved at once: each with its key terms, or why it has to be looked at alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from docsvc.model import Document
from docsvc.queries.changes import last_seen_version
from docsvc.queries.drift import drift_view
from docsvc.queries.inbox import InboxRow, inbox
from docsvc.queries.key_terms import KeyTerms, key_terms
from docsvc.queries.own_seat import OwnSeat, own_seat
from docsvc.work import Actor
from storage import Blobs

MOST = 50
"""Documents that are decided on at once."""


class Alone(StrEnum):
    """Why a document is not decided on together with others."""

    ROUTE = "route"
    CHECKLIST = "checklist"
    DRIFT = "drift"
    CHANGED = "changed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One document of several; `alone` is None where it may be approved with the others."""

    row: InboxRow
    terms: KeyTerms
    shown_sha256: str
    on_behalf_of: str
    alone: Alone | None


def batch(
    session: Session, blobs: Blobs, actor: Actor, ids: Sequence[str], *, today: date
) -> tuple[BatchRow, ...]:
    """Return those of the documents that still await the actor, in the order of the inbox.

    `today` is the date where the organisation is.
    """
    wanted = set(ids[:MOST])
    rows = [row for row in inbox(session, actor) if row.id in wanted]
    return tuple(_row(session, blobs, actor, row, today=today) for row in rows)


def _row(session: Session, blobs: Blobs, actor: Actor, row: InboxRow, *, today: date) -> BatchRow:
    document = session.get_one(Document, row.id)
    seat = own_seat(session, actor, row.id)
    return BatchRow(
        row=row,
        terms=key_terms(blobs, document),
        shown_sha256=document.version.rendered_sha256 or "",
        on_behalf_of=seat.on_behalf_of if seat else "",
        alone=_alone(session, blobs, actor, document, row=row, seat=seat, today=today),
    )


def _alone(
    session: Session,
    blobs: Blobs,
    actor: Actor,
    document: Document,
    *,
    row: InboxRow,
    seat: OwnSeat | None,
    today: date,
) -> Alone | None:
    if seat is None:
        return Alone.OVER
    if seat.checklist:
        return Alone.CHECKLIST
    if not row.batch:
        return Alone.ROUTE
    if drift_view(session, blobs, document, today=today).stops:
        return Alone.DRIFT
    current = document.current_version_id or ""
    seen_before = last_seen_version(session, actor, document.id, current_id=current)
    return Alone.CHANGED if seen_before is not None else None
