"""What a list of documents is narrowed to, as conditions."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true

from docsvc.model import Document, Kind, MailingRow, State
from docsvc.queries.paging import contains
from docsvc.work import looked_at


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list of documents is narrowed to; `sort` is a key of `documents.SORTS`, with «-» for descending.

    `copies` of mailings: alone, or not at all; None leaves them out until a text is looked for, so that a
    mailing is one line, and whoever looks for a person finds their copy.
    """

    text: str = ""
    states: frozenset[State] = frozenset()
    kind: Kind | None = None
    owner_id: str | None = None
    deal_id: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    trashed: bool = False
    copies: bool | None = None
    sort: str = "-updated"


def conditions(
    chosen: DocumentFilter, *, by_state: bool = True, dense: bool = False
) -> list[ColumnElement[bool]]:
    """Return the filter as conditions on `Document` rows; on demand without its states.

    `dense` as in `looked_at`.
    """
    state, kind, day = (
        looked_at(column, dense=dense) for column in (Document.state, Document.kind, Document.date)
    )
    trashed = Document.trashed_at.is_not(None) if chosen.trashed else Document.trashed_at.is_(None)
    asked = [
        (chosen.text, contains(Document.search, chosen.text)),
        (by_state and chosen.states, state.in_([state.value for state in chosen.states])),
        (chosen.kind, kind == chosen.kind),
        (chosen.owner_id, Document.owner_id == chosen.owner_id),
        (chosen.deal_id, Document.deal_id == chosen.deal_id),
        (chosen.since, day >= chosen.since if chosen.since else true()),
        (chosen.copies, is_copy()),
        (chosen.copies is False or not (chosen.copies or chosen.text or chosen.trashed), ~is_copy()),
        (chosen.until, day <= chosen.until if chosen.until else true()),
    ]
    return [trashed, *(condition for wanted, condition in asked if wanted)]


def is_copy() -> ColumnElement[bool]:
    """Return the condition on `Document` rows that they are copies of a mailing."""
    return select(MailingRow.id).where(MailingRow.document_id == Document.id).exists()
