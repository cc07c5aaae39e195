"""Colleagues to choose from: whom to ask, to whom a decision may be given, who stands in for somebody."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import DECIDING
from docsvc.model import User


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here; `decides` tells whether any of their roles may approve documents."""

    id: str
    name: str
    position: str
    decides: bool


def colleagues(session: Session, *, without: str = "") -> tuple[Colleague, ...]:
    """Return who works here now by name, to choose from; `without` leaves one person out."""
    found = select(User).where(User.active, User.id != without).order_by(User.name)
    return tuple(
        Colleague(user.id, user.name, user.position, bool(user.roles & DECIDING))
        for user in session.scalars(found)
    )
