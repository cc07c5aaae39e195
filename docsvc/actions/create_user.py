"""Letting a new person in: who they are, what they may do, and a first password."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Required, TypedDict, Unpack

from sqlalchemy import select

from docsvc.access import Right, require
from docsvc.actions.set_password import hash_password, random_password
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.mail.address import read_address
from docsvc.mail.catalogue import LANGUAGES
from docsvc.model import Department, Role, User, UserRole
from docsvc.work import ORGANISATION, Actor, Work
from signing.values import clean

LONGEST_NAME = 200


class NewPerson(TypedDict, total=False):
    """What is said of a new person; `department` is a name and is made where it is new."""

    email: Required[str]
    name: Required[str]
    roles: Required[Iterable[Role | str]]
    position: str
    phone: str
    department: str
    language: str
    password: str | None


@dataclass(frozen=True, slots=True)
class CreatedUser:
    """The new account; `password` is the one that was made, None where the caller gave one."""

    id: str
    password: str | None = field(default=None, repr=False)


def create_user(work: Work, *, actor: Actor, **person: Unpack[NewPerson]) -> CreatedUser:
    """Make an account; without a password a random one is made and returned: it is shown once.

    Raises `Forbidden`, or `BadInput` with every bad field: an e-mail that is none or is taken, no name, an
    unknown role, a short password.
    """
    require(actor, Right.ADMINISTER)
    email, roles = _checked(work, person)
    made = random_password() if person.get("password") is None else None
    user = work.add(
        User(
            email=email,
            name=read_name(person["name"]),
            position=clean(person.get("position", "")),
            phone=clean(person.get("phone", "")),
            language=person.get("language", LANGUAGES[0]),
            department_id=department_id(work, person.get("department", "")),
            password_hash=hash_password(person.get("password") or made or ""),
            role_rows=[UserRole(role=role.value) for role in roles],
            created_at=work.now,
        ),
    )
    private = {"created": {"name": user.name, "email": user.email}}
    named = [role.value for role in roles]
    work.record(ORGANISATION, "user.created", actor, private=private, user=user.id, roles=named)
    return CreatedUser(id=user.id, password=made)


def read_name(text: str) -> str:
    """Return a person's name on one line; raise `BadInput` without one."""
    name = clean(text)
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadInput([("name", "напишите имя и фамилию")])
    return name


def read_roles(roles: Iterable[Role | str]) -> tuple[Role, ...]:
    """Return the roles, each once; raise `BadInput` for none or an unknown one."""
    try:
        known = sorted({Role(role) for role in roles})
    except ValueError:
        raise BadInput([("roles", Phrase("можно: %(known)s", known=", ".join(Role)))]) from None
    if not known:
        raise BadInput([("roles", "выберите хотя бы одну роль")])
    return tuple(known)


def department_id(work: Work, name: str) -> str | None:
    """Return the department's id, made where it is new; None for no department."""
    known = clean(name)
    if not known:
        return None
    department = work.session.scalars(select(Department).where(Department.name == known)).one_or_none()
    return (department or work.add(Department(name=known))).id


def _checked(work: Work, person: NewPerson) -> tuple[str, tuple[Role, ...]]:
    """Return e-mail and roles; raise `BadInput` that lists what is wrong with the person as a whole."""
    problems: list[tuple[str, str]] = []
    email = ""
    roles: tuple[Role, ...] = ()
    try:
        email = read_address(person["email"])
    except ValueError as error:
        problems.append(("email", str(error)))
    if email and work.session.scalar(select(User.id).where(User.email == email)):
        problems.append(("email", Phrase("учётная запись %(email)s уже есть", email=email)))
    try:
        roles = read_roles(person["roles"])
    except BadInput as error:
        problems += error.problems
    if person.get("language", LANGUAGES[0]) not in LANGUAGES:
        problems.append(("language", Phrase("можно: %(known)s", known=", ".join(LANGUAGES))))
    if problems:
        raise BadInput(problems)
    return email, roles
