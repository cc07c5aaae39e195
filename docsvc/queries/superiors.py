"""Whom a person reports to, and who could take an approval over from somebody who does not decide."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import DECIDING
from docsvc.model import ApprovalTask, Document, Role, User, UserRole
from docsvc.queries.deputies import is_away, stand_ins
from docsvc.queries.seats import barred, deciders, given, heard, of_role, round_of, seated


def superior_of(session: Session, user: User) -> User | None:
    """Return whom a person reports to: their manager, else the head of their department; None for nobody."""
    manager = session.get(User, user.manager_id) if user.manager_id else None
    if manager is not None and manager.active and manager.id != user.id:
        return manager
    if user.department_id is None:
        return None
    heads = (
        select(User)
        .join(UserRole)
        .where(
            UserRole.role == Role.HEAD.value,
            User.department_id == user.department_id,
            User.active,
            User.id != user.id,
        )
        .order_by(User.created_at, User.id)
    )
    return session.scalars(heads.limit(1)).first()


def administrators(session: Session) -> tuple[User, ...]:
    """Return every active administrator."""
    return of_role(session, Role.ADMINISTRATOR.value)


def asked(session: Session, task: ApprovalTask) -> tuple[User, ...]:
    """Return whom a task is asked of: the person named, gone or not, or everybody of the role."""
    return (task.user,) if task.user is not None else of_role(session, task.role)


def successor(session: Session, document: Document, task: ApprovalTask, *, now: datetime) -> User | None:
    """Return who takes a task over from those who do not decide; None where nobody can.

    First whoever stands in for them now, then their usual deputy, then their superior. It is somebody who may
    decide, is there, has no part in the stage yet, and is not the initiator unless the route allows that.
    """
    silent = asked(session, task)
    taken = _taken(session, document, task) | {user.id for user in silent}
    return next(
        (
            user
            for user in _candidates(session, silent, now)
            if user.id not in taken and user.active and user.roles & DECIDING and _fits(session, task, user)
        ),
        None,
    )


def _fits(session: Session, task: ApprovalTask, user: User) -> bool:
    """Tell whether the stage can still pass with this person in the seat: each counts once."""
    stage = task.stage
    open_seats = [
        {user.id} if seat.id == task.id else {each.id for each in deciders(session, seat)}
        for seat in stage.seats
        if seat.decision is None
    ]
    return seated(open_seats) >= stage.needed - given(stage)


def _candidates(session: Session, silent: Iterable[User], now: datetime) -> Iterator[User]:
    people = tuple(silent)
    for user in people:
        yield from stand_ins(session, user.id, now)
    for user in people:
        deputy = session.get(User, user.deputy_id) if user.deputy_id else None
        yield from _there(session, deputy, now)
    for user in people:
        yield from _there(session, superior_of(session, user), now)


def _there(session: Session, user: User | None, now: datetime) -> tuple[User, ...]:
    """Return the person, or those who stand in for them while they are away."""
    if user is None:
        return ()
    return stand_ins(session, user.id, now) if is_away(session, user.id, now) else (user,)


def _taken(session: Session, document: Document, task: ApprovalTask) -> set[str]:
    """Return who has a part in the stage, had one, or may not decide at all."""
    stage = task.stage
    parts = {each.user_id for each in stage.tasks if each.user_id}
    return parts | heard(stage) | barred(document, round_of(session, stage))
