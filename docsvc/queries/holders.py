"""Who stands behind a role that is asked: people are named while they are few."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import User, UserRole

FEW = 3
"""So many names stand in a line; more are called by their role."""


@dataclass(frozen=True, slots=True)
class Holders:
    """The active people of some roles: names by id by role, in their order."""

    by_role: Mapping[str, Mapping[str, str]]

    def named(self, role: str | None, *, without: Collection[str] = ()) -> tuple[str, ...]:
        """Return the names behind a role, `without` the ids of those who may not decide; none of many."""
        held = self.by_role.get(role or "", {})
        names = tuple(name for user_id, name in held.items() if user_id not in without)
        return names if len(names) <= FEW else ()


def holders(session: Session, roles: Collection[str]) -> Holders:
    """Read who holds these roles; nothing is asked where there are none."""
    by_role: dict[str, dict[str, str]] = {}
    if roles:
        found = (
            select(UserRole.role, User.id, User.name)
            .join(User, User.id == UserRole.user_id)
            .where(UserRole.role.in_(sorted(set(roles))), User.active)
            .order_by(User.name)
        )
        for role, user_id, name in session.execute(found):
            by_role.setdefault(role, {})[user_id] = name
    return Holders(by_role)
