"""Who sits where: from the approvers that a stage names to the people who can decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from docsvc.model.people import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here, or did."""

    id: str
    name: str
    email: str
    active: bool = True
    roles: frozenset[Role] = frozenset()
    department_id: str | None = None
    manager_id: str | None = None


@dataclass(frozen=True)
class People:
    """Everybody as of one moment; `deciding` are the roles that may decide on a document at all."""

    by_id: Mapping[str, Person]
    deciding: frozenset[Role] = frozenset(Role)

    @classmethod
    def of(cls, people: Iterable[Person], *, deciding: Iterable[Role] = frozenset(Role)) -> Self:
        """Gather people; lists of them are in the order of names."""
        ordered = sorted(people, key=lambda each: (each.name, each.id))
        return cls({each.id: each for each in ordered}, frozenset(deciding))

    def may_decide(self, person: Person) -> bool:
        """Tell whether a person works here and holds a role that may decide."""
        return person.active and bool(person.roles & self.deciding)

    def deciders(self, role: Role) -> tuple[Person, ...]:
        """Return who may decide in the name of a role."""
        return self.holders(role) if role in self.deciding else ()

    @cached_property
    def _holders(self) -> Mapping[Role, tuple[Person, ...]]:
        working = [each for each in self.by_id.values() if each.active]
        return {role: tuple(each for each in working if role in each.roles) for role in Role}

    @cached_property
    def _by_email(self) -> Mapping[str, Person]:
        return {each.email.casefold(): each for each in self.by_id.values()}

    def holders(self, role: Role) -> tuple[Person, ...]:
        """Return everybody who holds a role and works here."""
        return self._holders.get(role, ())

    def with_email(self, email: str) -> Person | None:
        """Return the person of an e-mail address, gone or not."""
        return self._by_email.get(email.casefold())

    def head_of(self, person: Person) -> Person | None:
        """Return the head of a person's department; over a head is whom they report to."""
        heads = [each for each in self.holders(Role.HEAD) if each.department_id == person.department_id]
        if person.department_id is None or person in heads:
            return self._reports_to(person)
        return next(iter(heads), None)

    def superior_of(self, person: Person) -> Person | None:
        """Return whom a person reports to, else the head of their department."""
        return self._reports_to(person) or self.head_of(person)

    def _reports_to(self, person: Person) -> Person | None:
        superior = self.by_id.get(person.manager_id or "")
        return superior if superior and superior.active and superior.id != person.id else None


@dataclass(frozen=True, slots=True)
class Seat:
    """One place at a stage: a person's, or that of whoever of a role comes first.

    `asked_as` tells what the route says (`role:lawyer`); `possible` are the ids of those who could decide.
    """

    role: Role | None
    user_id: str | None
    asked_as: str
    name: str = ""
    possible: frozenset[str] = frozenset()


def without_repeats(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Leave each person one seat, and a role none where all who hold it have a seat of their own.

    One person counts once at a stage, so a second seat of theirs would never be filled.
    """
    given = tuple(seats)
    order = sorted(given, key=lambda seat: (seat.user_id is None, len(seat.possible)))
    taken: set[str] = set()
    kept: set[int] = set()
    for seat in order:
        if seat.possible and seat.possible <= taken:
            continue
        kept.add(id(seat))
        if len(seat.possible) == 1:
            taken |= seat.possible
    return tuple(seat for seat in given if id(seat) in kept)


def most_filled(seats: Iterable[Seat]) -> int:
    """Return how many seats can be filled at once, each by another person (a greatest matching)."""
    sitting: dict[str, Seat] = {}

    def seated(seat: Seat, tried: set[str]) -> bool:
        for person in sorted(seat.possible - tried):
            tried.add(person)
            if person not in sitting or seated(sitting[person], tried):
                sitting[person] = seat
                return True
        return False

    return sum(seated(seat, set()) for seat in seats)
