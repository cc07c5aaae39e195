"""Sendings as the REST API answers them; no link, code or access code is in any of it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from docsvc.access import Right, allow
from docsvc.errors import NotFound
from docsvc.model import Act, Channel, Dispatch, Kind, Level, RecipientState, State
from docsvc.queries.dispatch import RecipientRow, sending_of
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class SentDocumentAnswer:
    """One document of a sending."""

    id: str
    kind: Kind
    number: str
    state: State


@dataclass(frozen=True, slots=True)
class RecipientAnswer:
    """One recipient and how far they are; times are UTC, null for what has not happened."""

    id: str
    name: str
    email: str
    position: str
    organisation: str
    act: Act
    order: int
    party: str
    group: str
    level: Level
    channel: Channel
    state: RecipientState
    reason: str
    invited_at: dt.datetime | None
    delivered_at: dt.datetime | None
    bounced_at: dt.datetime | None
    opened_at: dt.datetime | None
    reminded_at: dt.datetime | None
    acted_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class RemindersAnswer:
    """When the silent are reminded, in days; 0 means never."""

    first: int
    every: int
    most: int


@dataclass(frozen=True, slots=True)
class DispatchAnswer:
    """A sending whole; `open` while somebody's answer is awaited and it may be changed."""

    id: str
    open: bool
    title: str
    message: str
    documents: tuple[SentDocumentAnswer, ...]
    recipients: tuple[RecipientAnswer, ...]
    quorums: dict[str, int]
    reminders: RemindersAnswer
    shares_copies: bool
    in_person: bool
    created_at: dt.datetime
    expires_at: dt.datetime | None
    closed_at: dt.datetime | None


def dispatch_answer(session: Session, actor: Actor, dispatch_id: str) -> DispatchAnswer:
    """Return a sending; raise `NotFound` unless the actor may see every document of it."""
    dispatch = session.get(Dispatch, dispatch_id)
    if dispatch is None:
        raise NotFound
    for entry in dispatch.documents:
        allow(actor, Right.VIEW, entry.document)
    found = sending_of(dispatch, dispatch.documents[0].version_id, {})
    terms = found.reminders
    return DispatchAnswer(
        id=found.id,
        open=found.open,
        title=found.title,
        message=found.message,
        documents=tuple(
            SentDocumentAnswer(each.id, each.kind, each.number, each.state) for each in found.documents
        ),
        recipients=tuple(_recipient(each) for each in found.recipients),
        quorums=found.quorums,
        reminders=RemindersAnswer(terms.first, terms.every, terms.most),
        shares_copies=found.shares_copies,
        in_person=found.in_person,
        created_at=found.created_at,
        expires_at=found.expires_at,
        closed_at=found.closed_at,
    )


def _recipient(row: RecipientRow) -> RecipientAnswer:
    return RecipientAnswer(
        id=row.id,
        name=row.name,
        email=row.email,
        position=row.position,
        organisation=row.organisation,
        act=row.act,
        order=row.order,
        party=row.party,
        group=row.group,
        level=row.level,
        channel=row.channel,
        state=row.state,
        reason=row.reason,
        invited_at=row.invited_at,
        delivered_at=row.delivered_at,
        bounced_at=row.bounced_at,
        opened_at=row.opened_at,
        reminded_at=row.reminded_at,
        acted_at=row.acted_at,
    )
