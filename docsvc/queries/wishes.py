"""What recipients want changed before they sign: read by whoever works on the next version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ChangeRequest, Document, State

_WHILE = frozenset({State.DRAFT, State.IN_APPROVAL, State.APPROVED})
MOST = 5


@dataclass(frozen=True, slots=True)
class WishRemark:
    """A remark on a place of the text; `current` tells whether the page now shows that version."""

    text: str
    page: int | None
    quote: str
    current: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """One request for changes: of which version, in words and by remarks on its pages (from 1)."""

    who: str
    version: str
    spent: bool
    text: str
    remarks: tuple[WishRemark, ...]
    at: datetime


def wishes(session: Session, document: Document) -> tuple[Wish, ...]:
    """Return the newest requests while the document is worked on, the last one first.

    `spent` tells that the version which it is about is still the current one: a new one is needed.
    """
    if State(document.state) not in _WHILE:
        return ()
    found = select(ChangeRequest).filter_by(document_id=document.id).order_by(ChangeRequest.at.desc())
    labels = {each.id: each.label for each in document.versions}
    return tuple(_wish(row, document, labels) for row in session.scalars(found.limit(MOST)))


def _wish(row: ChangeRequest, document: Document, labels: dict[str, str]) -> Wish:
    spent = row.version_id == document.current_version_id
    remarks = (WishRemark(each["text"], each["page"], each["quote"], spent) for each in row.remarks)
    return Wish(
        who=row.recipient.name,
        version=labels[row.version_id],
        spent=spent,
        text=row.text,
        remarks=tuple(remarks),
        at=row.at,
    )
