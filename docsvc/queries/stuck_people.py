"""Who is here to decide: everybody's roles and absences, read once for a page of many documents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsvc.access import DECIDING
from docsvc.model import Absence, ApprovalTask, Role, User
from docsvc.queries.deputies import away, deputies_of


class Why(StrEnum):
    """Why a person cannot decide, or that a role has nobody."""

    GONE = "gone"
    AWAY = "away"
    NO_RIGHT = "no_right"
    AUTHOR = "author"
    NO_HOLDER = "no_holder"


@dataclass(frozen=True, slots=True)
class Lack:
    """One person who cannot decide now; `until` is the end of an absence. Of nobody at all, no name."""

    why: Why
    user_id: str = ""
    name: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a seat."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody as of `now`, by name, with their roles; `deputies` are of those who are away.

    Deputies are nobody where nobody stands in.
    """

    now: datetime
    users: Mapping[str, User]
    roles: Mapping[str, frozenset[Role]]
    deputies: Mapping[str, tuple[str, ...]]
    back: Mapping[str, datetime]

    def able(self, task: ApprovalTask, barred: Collection[str]) -> set[str]:
        """Return the ids of those who could decide on a task now, themselves or for somebody away."""
        found: set[str] = set()
        for user in self._asked(task):
            if self._why(user, barred) is None:
                found.add(user.id)
            elif user.active and user.id not in barred:
                found |= {each for each in self.deputies.get(user.id, ()) if each not in barred}
        return found

    def lacks(self, task: ApprovalTask, barred: Collection[str]) -> tuple[Lack, ...]:
        """Return why each of those asked cannot decide."""
        asked = self._asked(task)
        if not asked:
            return (Lack(Why.NO_HOLDER),)
        return tuple(
            Lack(why, user.id, user.name, self.back.get(user.id))
            for user in asked
            if (why := self._why(user, barred)) is not None
        )

    def candidates(self, *, without: Collection[str]) -> tuple[Candidate, ...]:
        """Return who could take a seat, by name."""
        fit = (user for user in self.users.values() if self._why(user, without) is None)
        return tuple(Candidate(user.id, user.name) for user in fit)

    def _asked(self, task: ApprovalTask) -> tuple[User, ...]:
        if task.user is not None:
            return (task.user,)
        role = Role(task.role) if task.role else None
        return tuple(user for user in self.users.values() if role in self.roles[user.id])

    def _why(self, user: User, barred: Collection[str]) -> Why | None:
        if not user.active:
            return Why.GONE
        if user.id in barred:
            return Why.AUTHOR
        if not self.roles.get(user.id, frozenset()) & DECIDING:
            return Why.NO_RIGHT
        return Why.AWAY if user.id in self.deputies else None


def staff(session: Session, now: datetime) -> Staff:
    """Read everybody who works here and who of them is away."""
    users = session.scalars(select(User).where(User.active).order_by(User.name)).unique().all()
    ends = select(Absence.user_id, func.max(Absence.ends_at)).where(away(now)).group_by(Absence.user_id)
    return Staff(
        now=now,
        users={user.id: user for user in users},
        roles={user.id: frozenset(user.roles) for user in users},
        deputies=deputies_of(session, now),
        back={user_id: end for user_id, end in session.execute(ends)},  # noqa: C416 -- rows, not pairs,
    )
