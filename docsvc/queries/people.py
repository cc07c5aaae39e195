"""The people who work here, for administrators and for choosing one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.errors import NotFound
from docsvc.model import Department, Role, User
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person as the list of people shows them."""

    id: str
    name: str
    email: str
    position: str
    phone: str
    roles: tuple[Role, ...]
    department: str
    active: bool
    has_password: bool
    manager_id: str
    deputy_id: str
    timezone: str
    created_at: datetime


def people(session: Session, actor: Actor) -> tuple[UserRow, ...]:
    """Return everybody, those who left last; for administrators."""
    require(actor, Right.ADMINISTER)
    return tuple(_row(user) for user in session.scalars(select(User).order_by(User.active.desc(), User.name)))


def one_person(session: Session, actor: Actor, user_id: str) -> UserRow:
    """Return one person; for administrators. Raises `NotFound`."""
    require(actor, Right.ADMINISTER)
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return _row(user)


def departments(session: Session) -> tuple[str, ...]:
    """Return the names of the departments."""
    return tuple(session.scalars(select(Department.name).order_by(Department.name)))


def _row(user: User) -> UserRow:
    return UserRow(
        id=user.id,
        name=user.name,
        email=user.email,
        position=user.position,
        phone=user.phone,
        roles=tuple(role for role in Role if role in user.roles),
        department=user.department.name if user.department else "",
        active=user.active,
        has_password=bool(user.password_hash),
        manager_id=user.manager_id or "",
        deputy_id=user.deputy_id or "",
        timezone=user.timezone,
        created_at=user.created_at,
    )
