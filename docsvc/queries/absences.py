"""Who is away, when, and who decides for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from docsvc.access import Right, may
from docsvc.errors import NotFound
from docsvc.model import Absence, Role, User
from docsvc.queries.deputies import stand_ins
from docsvc.work import Actor

MOST = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """A person whose absences the reader may write down, with what is known of them."""

    id: str
    name: str
    position: str
    timezone: str
    deputy_id: str
    absences: "tuple[AbsenceRow, ...]"

    @property
    def away(self) -> "AbsenceRow | None":
        """Return the absence that holds now."""
        return next((row for row in self.absences if row.begun), None)


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence that is not over; `deputy` is who was named, `deciding` who really decides now."""

    id: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    deputy: str
    deciding: tuple[str, ...]
    begun: bool


def kept(session: Session, actor: Actor, user_id: str, *, now: datetime) -> Kept:
    """Return a person with their absences; raise `NotFound` where the actor may not write them down."""
    user = session.scalars(select(User).where(User.id == user_id, _keeps(actor))).one_or_none()
    if user is None:
        raise NotFound
    return _kept(user, absences(session, user.id, now=now))


def everybody_kept(session: Session, actor: Actor, *, now: datetime) -> tuple[Kept, ...]:
    """Return the people whose absences the actor may write down: themself, their department, or all."""
    found = select(User).where(User.active, _keeps(actor)).order_by(User.name)
    people = session.scalars(found).unique().all()
    away = _absences(session, [user.id for user in people], now=now)
    return tuple(_kept(user, away.get(user.id, ())) for user in people)


def kept_ids(session: Session, actor: Actor) -> frozenset[str]:
    """Return the ids of the people whose absences the actor may write down."""
    return frozenset(session.scalars(select(User.id).where(User.active, _keeps(actor))))


def absences(session: Session, user_id: str, *, now: datetime) -> tuple[AbsenceRow, ...]:
    """Return the absences of a person that hold or are to come, in order."""
    return _absences(session, [user_id], now=now).get(user_id, ())


def _absences(
    session: Session, user_ids: Sequence[str], *, now: datetime
) -> Mapping[str, tuple[AbsenceRow, ...]]:
    """Return the absences of those who have any, `MOST` of each: one query, however many people."""
    found = (
        select(Absence)
        .where(Absence.user_id.in_(user_ids), Absence.cancelled_at.is_(None), Absence.ends_at > now)
        .order_by(Absence.starts_at, Absence.id)
    )
    known: dict[str, list[Absence]] = defaultdict(list)
    for absence in session.scalars(found):
        known[absence.user_id].append(absence)
    return {user_id: tuple(_row(session, each, now) for each in own[:MOST]) for user_id, own in known.items()}


def _keeps(actor: Actor) -> ColumnElement[bool]:
    if may(actor, Right.ADMINISTER):
        return true()
    own = User.id == actor.id
    if Role.HEAD in actor.roles and actor.department_id is not None:
        return or_(own, User.department_id == actor.department_id)
    return own


def _kept(user: User, away: tuple[AbsenceRow, ...]) -> Kept:
    return Kept(
        id=user.id,
        name=user.name,
        position=user.position,
        timezone=user.timezone,
        deputy_id=user.deputy_id or "",
        absences=away,
    )


def _row(session: Session, absence: Absence, now: datetime) -> AbsenceRow:
    user = session.get_one(User, absence.user_id)
    named = absence.deputy_id or user.deputy_id
    deputy = session.get(User, named) if named else None
    moment = max(now, absence.starts_at)
    return AbsenceRow(
        id=absence.id,
        starts_at=absence.starts_at,
        ends_at=absence.ends_at,
        reason=absence.reason,
        deputy=deputy.name if deputy else "",
        deciding=tuple(each.name for each in stand_ins(session, user.id, moment)),
        begun=absence.starts_at <= now,
    )
