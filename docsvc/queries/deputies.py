"""Who stands in for whom: absences and their deputies, followed to somebody who is there.

A chain is followed through deputies who are away themselves; a circle ends with nobody, and then the
escalation to the manager and the page of what is stuck catch it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, lazyload

from docsvc.model import Absence, Role, User, UserRole
from docsvc.work import Actor


def away(now: datetime) -> ColumnElement[bool]:
    """Return the condition on `Absence` rows that hold at `now`."""
    return and_(Absence.cancelled_at.is_(None), Absence.starts_at <= now, Absence.ends_at > now)


def deputies_of(session: Session, now: datetime) -> dict[str, tuple[str, ...]]:
    """Return the stand-ins of everybody who is away: ids by id; an empty tuple where nobody stands in.

    A person may have several: those of overlapping absences. Somebody who has left stands in for nobody.
    """
    named = _named(session, now)
    return {user_id: _reached(user_id, named) for user_id in named}


def stand_ins(session: Session, user_id: str, now: datetime) -> tuple[User, ...]:
    """Return who decides for a person now; nobody when the person is there, or nobody stands in."""
    found = deputies_of(session, now).get(user_id)
    if not found:
        return ()
    return tuple(session.scalars(select(User).where(User.id.in_(found)).order_by(User.name)).unique())


def is_away(session: Session, user_id: str, now: datetime) -> bool:
    """Tell whether a person is absent now."""
    found = select(Absence.id).where(Absence.user_id == user_id, away(now)).limit(1)
    return session.scalar(found) is not None


def standing(session: Session, actor: Actor, *, now: datetime) -> Actor:
    """Return the actor with whom they stand in for now, and those people's roles."""
    absent = frozenset(
        user_id for user_id, deputies in deputies_of(session, now).items() if actor.id in deputies
    )
    if not absent:
        return actor
    roles = session.scalars(select(UserRole.role).where(UserRole.user_id.in_(absent)))
    return replace(actor, stands_for=absent, standing_roles=frozenset(Role(role) for role in roles))


def _named(session: Session, now: datetime) -> dict[str, tuple[str, ...]]:
    """Return the deputies that absent people have named: the absence's own, else the usual one."""
    absences = session.execute(
        select(Absence.user_id, Absence.deputy_id, User.deputy_id)
        .join(User, User.id == Absence.user_id)
        .where(away(now), User.active)
        .order_by(Absence.starts_at, Absence.id)
    ).all()
    wanted = {deputy for _, own, usual in absences for deputy in (own, usual) if deputy}
    here = _active(session, wanted)
    named: dict[str, list[str]] = {}
    for user_id, own, usual in absences:
        deputies = named.setdefault(user_id, [])
        deputies += [each for each in (own if own in here else usual,) if each in here and each != user_id]
    return {user_id: tuple(dict.fromkeys(deputies)) for user_id, deputies in named.items()}


def _active(session: Session, ids: set[str]) -> frozenset[str]:
    if not ids:
        return frozenset()
    found = select(User.id).where(User.id.in_(ids), User.active).options(lazyload("*"))
    return frozenset(session.scalars(found))


def _reached(user_id: str, named: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Follow the chain from an absent person to those who are there; whom it meets twice is a circle."""
    seen, ahead, found = {user_id}, list(named[user_id]), []
    while ahead:
        each = ahead.pop(0)
        if each in seen:
            continue
        seen.add(each)
        if each in named:
            ahead += named[each]
        else:
            found.append(each)
    return tuple(found)
