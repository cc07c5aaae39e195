"""A device that was handed over: whose it is, what is signed on it, and whose turn it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import (
    ACTING,
    MAY_ACT,
    Act,
    Channel,
    Dispatch,
    DispatchDocument,
    Kind,
    Recipient,
    RecipientState,
    SignerPin,
    State,
    User,
    WebSession,
)
from docsvc.model.means import means_of
from docsvc.queries.who_is import session_hash

_DONE = frozenset(
    {RecipientState.ACTED, RecipientState.DECLINED, RecipientState.RETURNED, RecipientState.SPARED}
)
_OPEN = frozenset({State.PREPARING, State.SENT})
_HIDDEN = frozenset({RecipientState.REPLACED, RecipientState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Attendee:
    """One of those who sign on the device: `turn` when they may now, `done` when they have answered.

    `email` and `phone` are where their code goes, `means` how they would prove who they are.
    """

    id: str
    name: str
    position: str
    organisation: str
    act: Act
    email: str
    phone: str
    means: Channel
    has_pin: bool
    turn: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """One document that is signed on the device."""

    id: str
    kind: Kind
    number: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is signed in person: `ready` when the files are, `over` when nobody is asked any more."""

    dispatch_id: str
    organisation: str
    papers: tuple[Paper, ...]
    attendees: tuple[Attendee, ...]
    ready: bool
    over: bool

    @property
    def next(self) -> tuple[Attendee, ...]:
        """Return those who may act now."""
        return tuple(each for each in self.attendees if each.turn)


@dataclass(frozen=True, slots=True)
class Lent:
    """A browser that was handed over: its person, and what for."""

    host_id: str
    host: str
    host_email: str
    language: str
    dispatch_id: str


def lent_browser(session: Session, web_token: str, *, now: datetime) -> Lent | None:
    """Return for what a browser was handed over, or None when it was not."""
    found = session.execute(
        select(User.id, User.name, User.email, User.language, WebSession.lent_for)
        .join(WebSession, WebSession.user_id == User.id)
        .where(
            WebSession.token_hash == session_hash(web_token),
            WebSession.expires_at > now,
            WebSession.lent_for != "",
            User.active,
        )
    ).one_or_none()
    return Lent(*found) if found else None


def meeting(session: Session, dispatch_id: str, *, now: datetime) -> Meeting:
    """Return who signs what of a sending, in order."""
    dispatch = session.get_one(Dispatch, dispatch_id)
    states = [State(each.document.state) for each in dispatch.documents]
    out = any(state is State.SENT for state in states) and not dispatch.is_over(now)
    asked = [each for each in dispatch.recipients if each.act in ACTING and each.state not in _HIDDEN]
    return Meeting(
        dispatch_id=dispatch.id,
        organisation=dispatch.documents[0].document.legal_entity.name,
        papers=tuple(_paper(each) for each in dispatch.documents),
        attendees=tuple(_attendee(session, each, out=out) for each in asked),
        ready=State.PREPARING not in states,
        over=dispatch.is_over(now) or not any(state in _OPEN for state in states),
    )


def open_dispatch_of(session: Session, document_id: str) -> str | None:
    """Return the sending of a document that still waits for somebody, the newest first."""
    sendings = (
        select(Dispatch.id)
        .join(DispatchDocument, DispatchDocument.dispatch_id == Dispatch.id)
        .where(DispatchDocument.document_id == document_id, Dispatch.closed_at.is_(None))
        .order_by(Dispatch.created_at.desc(), Dispatch.id.desc())
        .limit(1)
    )
    return session.scalar(sendings)


def _paper(entry: DispatchDocument) -> Paper:
    return Paper(entry.document_id, Kind(entry.document.kind), entry.document.number)


def _attendee(session: Session, row: Recipient, *, out: bool) -> Attendee:
    state, has_pin = RecipientState(row.state), session.get(SignerPin, row.email) is not None
    chosen = Channel.PIN.value if has_pin else row.channel
    if row.channel == Channel.PIN and not has_pin:
        chosen = Channel.EMAIL.value
    return Attendee(
        id=row.id,
        name=row.name,
        position=row.position,
        organisation=row.organisation,
        act=Act(row.act),
        email=row.email,
        phone=row.phone,
        means=means_of(chosen, phone=row.phone, in_person=True),
        has_pin=has_pin,
        turn=out and state in MAY_ACT,
        done=state in _DONE,
    )
