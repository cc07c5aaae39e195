"""Who comes by the link of a letter: one person, to one task, for as long as it awaits them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import LinkInvalid
from docsvc.mail.ask import LINK_LASTS, PURPOSE, decided_by_mail, opened_at
from docsvc.model import ApprovalTask, Document, Kind, State, User
from docsvc.queries.approvals import approval_view, awaits
from docsvc.queries.deputies import standing
from docsvc.queries.who_is import actor_of
from docsvc.work import Actor
from signing.claims import Claim, read_claim, write_claim
from signing.errors import MalformedLink

SESSION_LASTS: Final = timedelta(minutes=30)
_SESSION: Final = "approval-session"


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at a task; the rows never leave the transaction."""

    task: ApprovalTask
    document: Document
    actor: Actor


@dataclass(frozen=True, slots=True)
class Request:
    """What may be said before anybody has opened the link: who asks for which kind of decision."""

    organisation: str
    kind: Kind
    language: str
    initiator: str


def read_request(session: Session, token: str, *, key: bytes, now: datetime) -> Request:
    """Return what a link may say of itself; raise `LinkInvalid`, in the same words as opening it does."""
    seat = seat_by_link(session, token, key=key, now=now)
    approval = approval_view(session, seat.document.id)
    return Request(
        organisation=seat.document.legal_entity.name,
        kind=Kind(seat.document.kind),
        language=seat.actor.language,
        initiator=approval.initiator if approval else seat.document.owner.name,
    )


def seat_by_link(session: Session, token: str, *, key: bytes, now: datetime) -> Seat:
    """Return whom a link lets in.

    Raises `LinkInvalid`, in the same words, for a link that is mangled, foreign, older than seven days or
    than the task's last opening, of a task that awaits this person no more, of somebody who has left, and of
    a route that does not let people decide by mail.
    """
    claim = _claim(token, key=key, purpose=PURPOSE)
    seat = _seat(session, claim, now=now)
    opened = opened_at(seat.task)
    if opened is None or int(opened.timestamp()) != claim.moment or now >= opened + LINK_LASTS:
        raise LinkInvalid
    if not decided_by_mail(session, seat.task) or not is_awaited(session, seat):
        raise LinkInvalid
    return seat


def session_for(seat: Seat, *, key: bytes, now: datetime) -> str:
    """Write the token of a session at the seat's task: it holds for half an hour, and is stored nowhere."""
    ends = int((now + SESSION_LASTS).timestamp())
    return write_claim(key, Claim(seat.task.id, seat.actor.id, ends), purpose=_SESSION)


def seat_by_session(session: Session, token: str, *, task_id: str, key: bytes, now: datetime) -> Seat:
    """Return whose session this is; the task may be closed by now, and then the page says so.

    Raises `LinkInvalid` for a session that is unknown or over, of another task, of somebody who has left, and
    of whoever has no part in the task any more.
    """
    claim = _claim(token, key=key, purpose=_SESSION)
    if claim.task != task_id or now.timestamp() >= claim.moment:
        raise LinkInvalid
    seat = _seat(session, claim, now=now)
    if not decided_by_mail(session, seat.task):
        raise LinkInvalid
    return seat


def task_of_link(token: str, *, key: bytes) -> str:
    """Return the task that a link names: its document is locked first. Raises `LinkInvalid`."""
    return _claim(token, key=key, purpose=PURPOSE).task


def is_awaited(session: Session, seat: Seat) -> bool:
    """Tell whether the person may decide on the task now."""
    if seat.document.state != State.IN_APPROVAL or seat.document.trashed_at is not None:
        return False
    found = select(ApprovalTask.id).where(ApprovalTask.id == seat.task.id, awaits(seat.actor))
    return session.scalar(found) is not None


def _claim(token: str, *, key: bytes, purpose: str) -> Claim:
    try:
        return read_claim(key, token, purpose=purpose)
    except MalformedLink as error:
        raise LinkInvalid from error


def _seat(session: Session, claim: Claim, *, now: datetime) -> Seat:
    task, user = session.get(ApprovalTask, claim.task), session.get(User, claim.person)
    if task is None or user is None or not user.active:
        raise LinkInvalid
    actor = standing(session, actor_of(user), now=now)
    return Seat(task, session.get_one(Document, task.document_id), actor)
