"""A mailing as its page shows it: how far every person is, and how many are where."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from docsvc.access import Right, allow
from docsvc.errors import NotFound
from docsvc.errors.phrase import read_kept
from docsvc.model import (
    Document,
    Kind,
    Mailing,
    MailingRow,
    MailingState,
    Recipient,
    RecipientState,
    State,
    User,
)
from docsvc.queries.document import load_visible
from docsvc.queries.our_signatory import SELLER
from docsvc.work import Actor


class Reached(StrEnum):
    """How far one person of a mailing is."""

    WAITING = "waiting"
    FAILED = "failed"
    PREPARING = "preparing"
    OURS = "ours"
    INVITED = "invited"
    BOUNCED = "bounced"
    OPENED = "opened"
    DONE = "done"
    DECLINED = "declined"
    RETURNED = "returned"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


MOVING = frozenset({Reached.PREPARING})
"""What changes by itself within seconds; and `WAITING`, unless the mailing was stopped."""

OPEN = frozenset({Reached.PREPARING, Reached.OURS, Reached.INVITED, Reached.BOUNCED, Reached.OPENED})
"""Copies that somebody's answer is awaited on."""

_BY_STATE = {
    State.PREPARING: Reached.PREPARING,
    State.SEALING: Reached.DONE,
    State.COMPLETED: Reached.DONE,
    State.ARCHIVED: Reached.DONE,
    State.DECLINED: Reached.DECLINED,
    State.DRAFT: Reached.RETURNED,
    State.EXPIRED: Reached.EXPIRED,
    State.WITHDRAWN: Reached.WITHDRAWN,
    State.VOIDED: Reached.WITHDRAWN,
}

_BY_RECIPIENT = {
    RecipientState.WAITING: Reached.OURS,
    RecipientState.OPENED: Reached.OPENED,
    RecipientState.ACTED: Reached.DONE,
}


@dataclass(frozen=True, slots=True)
class MailedRow:
    """One person and their copy; `reason` is why it failed or what they answered."""

    position: int
    name: str
    email: str
    organisation: str
    reached: Reached
    at: dt.datetime | None
    reason: str
    document_id: str | None
    number: str


@dataclass(frozen=True, slots=True)
class MailingView:
    """A mailing whole: its document, its people, how many are where."""

    id: str
    document_id: str
    kind: Kind
    number: str
    revision: int
    file_name: str
    sender: str
    created_at: dt.datetime
    stopped_at: dt.datetime | None
    withdrawn: bool
    rows: tuple[MailedRow, ...]
    counts: dict[Reached, int]

    @property
    def made(self) -> int:
        """Return how many people were dealt with: sent to, or refused."""
        return len(self.rows) - self.counts.get(Reached.WAITING, 0)

    @property
    def gone(self) -> int:
        """Return how many people no work is done for any more: their letter went, or it will not."""
        return self.made - self.counts.get(Reached.PREPARING, 0)

    @property
    def moving(self) -> bool:
        """Tell whether copies are being made right now."""
        waits = self.counts.get(Reached.WAITING, 0) and self.stopped_at is None
        return bool(waits) or any(self.counts.get(each) for each in MOVING)

    @property
    def open(self) -> int:
        """Return how many copies could still be taken back."""
        return sum(self.counts.get(each, 0) for each in OPEN)

    @property
    def unsent(self) -> int:
        """Return how many people could be sent to after all."""
        stopped = self.counts.get(Reached.WAITING, 0) if self.stopped_at else 0
        return stopped + self.counts.get(Reached.FAILED, 0)


def mailing_view(session: Session, actor: Actor, mailing_id: str) -> MailingView:
    """Return a mailing for whoever may send its document; raise `NotFound` or `Forbidden`."""
    mailing = session.get(Mailing, mailing_id)
    if mailing is None:
        raise NotFound
    document = load_visible(session, actor, mailing.document_id)
    allow(actor, Right.SEND, document)
    rows = tuple(_row(found) for found in session.execute(_rows(mailing_id)))
    sender = session.get(User, mailing.sender_id)
    return MailingView(
        id=mailing.id,
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        revision=document.revision,
        file_name=mailing.file_name,
        sender=sender.name if sender else "",
        created_at=mailing.created_at,
        stopped_at=mailing.stopped_at,
        withdrawn="withdrawn" in mailing.terms,
        rows=rows,
        counts=dict(Counter(row.reached for row in rows)),
    )


def _rows(mailing_id: str) -> Select[*tuple[Any, ...]]:
    theirs = and_(
        Recipient.dispatch_id == MailingRow.dispatch_id,
        Recipient.party != SELLER,
        Recipient.act.in_(("sign", "accept")),
        Recipient.state != RecipientState.REPLACED.value,
    )
    return (
        select(
            MailingRow.position,
            MailingRow.person,
            MailingRow.state,
            MailingRow.error,
            MailingRow.document_id,
            Document.number,
            Document.state.label("document_state"),
            Recipient.name,
            Recipient.email,
            Recipient.state.label("recipient_state"),
            Recipient.invited_at,
            Recipient.bounced_at,
            Recipient.opened_at,
            Recipient.acted_at,
            Recipient.reason,
        )
        .outerjoin(Document, Document.id == MailingRow.document_id)
        .outerjoin(Recipient, theirs)
        .where(MailingRow.mailing_id == mailing_id)
        .order_by(MailingRow.position, Recipient.id)
    )


def _row(found: Found[Any]) -> MailedRow:
    person, reached = found.person, _reached(found)
    return MailedRow(
        position=found.position,
        name=found.name or person["name"],
        email=found.email or person["email"],
        organisation=person["organisation"],
        reached=reached,
        at=found.acted_at or found.opened_at or found.invited_at,
        reason=read_kept(found.error) if found.error else found.reason or "",
        document_id=found.document_id,
        number=found.number or "",
    )


def _reached(found: Found[Any]) -> Reached:
    """Return where a person is: by their row, then by the state of their copy, then by their own."""
    if found.state != MailingState.SENT.value:
        return Reached(found.state)
    if (reached := _BY_STATE.get(State(found.document_state))) is not None:
        return reached
    if found.bounced_at is not None and found.opened_at is None and found.acted_at is None:
        return Reached.BOUNCED
    return _BY_RECIPIENT.get(RecipientState(found.recipient_state), Reached.INVITED)
