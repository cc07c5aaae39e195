"""Sendings: with which documents, to whom, and how far each of them is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from docsvc.model import (
    ACTING,
    Act,
    Channel,
    Dispatch,
    DispatchDocument,
    Kind,
    Level,
    Recipient,
    RecipientState,
    Reminders,
    Signature,
    State,
)
from docsvc.model.reminding import is_awaited, read_reminders
from docsvc.queries.our_signatory import still_ours

OUT = frozenset({State.PREPARING, State.SENT})


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One recipient; `at` is when they reached their state, `serial` that of their certificate.

    `awaited` tells that an act of theirs is waited for now, `replaceable` that somebody else may be asked
    instead, `instead_of` is the name of whom they replace. `locked`: an access code is asked of them. `gone`:
    they were asked to sign for us and may not any more, so nothing will come of it.
    """

    id: str
    name: str
    email: str
    phone: str
    position: str
    organisation: str
    authority: str
    order: int
    act: Act
    party: str
    group: str
    level: Level
    channel: Channel
    state: RecipientState
    at: datetime | None
    invited_at: datetime | None
    delivered_at: datetime | None
    bounced_at: datetime | None
    opened_at: datetime | None
    reminded_at: datetime | None
    acted_at: datetime | None
    reason: str
    serial: str
    applied: bool
    awaited: bool
    replaceable: bool
    gone: bool
    locked: bool
    instead_of: str


@dataclass(frozen=True, slots=True)
class SentDocument:
    """One document of a sending, as it stands now."""

    id: str
    kind: Kind
    number: str
    state: State


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending; `quorums` says how many of a group must act, `open` that it may still be changed."""

    id: str
    version_id: str
    title: str
    created_at: datetime
    expires_at: datetime | None
    closed_at: datetime | None
    warned_at: datetime | None
    message: str
    reminders: Reminders
    quorums: dict[str, int]
    shares_copies: bool
    in_person: bool
    open: bool
    documents: tuple[SentDocument, ...]
    recipients: tuple[RecipientRow, ...]

    @property
    def ordered(self) -> bool:
        """Tell whether people act one after another."""
        acting = (each for each in self.present if each.act in ACTING)
        return len({each.order for each in acting}) > 1

    @property
    def present(self) -> tuple[RecipientRow, ...]:
        """Return the recipients without those whom somebody else replaced."""
        return tuple(each for each in self.recipients if each.state is not RecipientState.REPLACED)


def sendings(session: Session, document_id: str) -> tuple[Sending, ...]:
    """Return the sendings of a document, newest first."""
    found = (
        select(DispatchDocument)
        .join(DispatchDocument.dispatch)
        .options(contains_eager(DispatchDocument.dispatch))
        .where(DispatchDocument.document_id == document_id)
        .order_by(Dispatch.created_at.desc(), Dispatch.id.desc())
    )
    signed = {
        row.recipient_id: row
        for row in session.scalars(select(Signature).where(Signature.document_id == document_id))
    }
    return tuple(sending_of(each.dispatch, each.version_id, signed) for each in session.scalars(found))


def sending_of(dispatch: Dispatch, version_id: str, signed: dict[str, Signature]) -> Sending:
    """Return a loaded sending as it is shown beside one of its versions; `signed` is by recipient."""
    is_open = dispatch.closed_at is None and any(
        State(each.document.state) in OUT for each in dispatch.documents
    )
    names = {each.id: each.name for each in dispatch.recipients}
    return Sending(
        id=dispatch.id,
        version_id=version_id,
        title=dispatch.title,
        created_at=dispatch.created_at,
        expires_at=dispatch.expires_at,
        closed_at=dispatch.closed_at,
        warned_at=dispatch.warned_at,
        message=dispatch.message,
        reminders=read_reminders(dispatch.reminders),
        quorums={str(group): int(count) for group, count in dispatch.quorums.items()},
        shares_copies=dispatch.shares_copies,
        in_person=dispatch.host_id is not None,
        open=is_open,
        documents=tuple(_document(each) for each in dispatch.documents),
        recipients=tuple(
            _recipient(each, signed.get(each.id), is_open=is_open, names=names)
            for each in dispatch.recipients
        ),
    )


def _document(entry: DispatchDocument) -> SentDocument:
    document = entry.document
    return SentDocument(document.id, Kind(document.kind), document.number, State(document.state))


def _recipient(
    row: Recipient, signature: Signature | None, *, is_open: bool, names: dict[str, str]
) -> RecipientRow:
    state = RecipientState(row.state)
    awaited = is_open and is_awaited(row)
    replaceable = awaited or (is_open and state is RecipientState.WAITING)
    return RecipientRow(
        id=row.id,
        name=row.name,
        email=row.email,
        phone=row.phone,
        position=row.position,
        organisation=row.organisation,
        authority=row.authority,
        order=row.order,
        act=Act(row.act),
        party=row.party,
        group=row.group,
        level=Level(row.level),
        channel=Channel(row.channel),
        state=state,
        at=row.acted_at or row.opened_at or row.invited_at,
        invited_at=row.invited_at,
        delivered_at=row.delivered_at,
        bounced_at=row.bounced_at,
        opened_at=row.opened_at,
        reminded_at=row.reminded_at,
        acted_at=row.acted_at,
        reason=row.reason,
        serial=signature.certificate_serial if signature else "",
        applied=signature is not None and signature.applied_at is not None,
        awaited=awaited,
        replaceable=replaceable,
        gone=replaceable and not still_ours(row),
        locked=bool(row.access_hash),
        instead_of=names.get(row.instead_of_id or "", ""),
    )
