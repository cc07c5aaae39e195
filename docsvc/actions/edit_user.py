"""Changing a person's account, or closing it; somebody who can administer always stays."""

from collections.abc import Iterable
from typing import TypedDict, Unpack

from sqlalchemy import delete, select

from docsvc.access import Right, require
from docsvc.actions.create_user import department_id, read_name, read_roles
from docsvc.actions.leave_seats import promise_seats
from docsvc.actions.lost_signatory import promise_for_person
from docsvc.actions.set_absence import stand_in
from docsvc.actions.set_deputy import read_zone, superior_id
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.mail.catalogue import LANGUAGES
from docsvc.model import Role, User, UserRole, WebSession
from docsvc.work import ORGANISATION, Actor, Work
from signing.values import clean


class Ties(TypedDict, total=False):
    """Whom a person reports to, who stands in for them (ids), and their time zone; empty for none."""

    manager_id: str
    deputy_id: str
    timezone: str


class PersonChanges(Ties, total=False):
    """What may change; what is absent stays. An e-mail stays for good: routes and evidence name it."""

    name: str
    position: str
    phone: str
    language: str
    department: str
    roles: Iterable[Role | str]
    active: bool


def edit_user(work: Work, user_id: str, *, actor: Actor, **changes: Unpack[PersonChanges]) -> None:
    """Change an account; one that is closed is logged out everywhere.

    Raises `Forbidden`, `NotFound`, or `BadInput`, also when nobody would be left to administer.
    """
    require(actor, Right.ADMINISTER)
    administrators = _lock_administrators(work)
    user = work.get(User, user_id)
    before = _state(user)
    _change_words(work, user, changes)
    _change_ties(work, user, changes)
    if "roles" in changes:
        _change_roles(user, read_roles(changes["roles"]))
    user.active = changes.get("active", user.active)
    if administrators <= {user.id} and not (user.active and Role.ADMINISTRATOR in user.roles):
        raise BadInput([("roles", "это последний администратор: сначала дайте эту роль кому-нибудь ещё")])
    if not user.active:
        work.session.execute(delete(WebSession).where(WebSession.user_id == user.id))
        promise_seats(work, user)
    work.session.flush()
    after = _state(user)
    changed = {name: value for name, value in after.items() if before[name] != value}
    if changed:
        private = {"changed": changed}
        work.record(ORGANISATION, "user.edited", actor, private=private, user=user.id, fields=sorted(changed))
    if changed.keys() & {"active", "name", "roles"}:
        promise_for_person(work, user)
    if changed.keys() & {"deputy", "timezone"}:
        work.later("approval_clocks", {"user": user.id})


def _lock_administrators(work: Work) -> set[str]:
    """Return who can administer, locked: two people must not remove each other at once."""
    holders = select(UserRole.user_id).where(UserRole.role == Role.ADMINISTRATOR.value)
    administrators = select(User.id).where(User.active, User.id.in_(holders)).order_by(User.id)
    work.session.execute(administrators.with_for_update())
    # Read anew: on PostgreSQL a statement that waited for the lock still sees the roles of before.
    return set(work.session.scalars(administrators))


def _change_words(work: Work, user: User, changes: PersonChanges) -> None:
    if changes.get("language", user.language) not in LANGUAGES:
        raise BadInput([("language", Phrase("можно: %(known)s", known=", ".join(LANGUAGES)))])
    user.language = changes.get("language", user.language)
    user.position = clean(changes.get("position", user.position))
    user.phone = clean(changes.get("phone", user.phone))
    if "name" in changes:
        user.name = read_name(changes["name"])
    if "department" in changes:
        user.department_id = department_id(work, changes["department"])


def _change_ties(work: Work, user: User, changes: PersonChanges) -> None:
    """Change whom the person reports to, who stands in for them and where they live; empty for nobody."""
    if "manager_id" in changes:
        user.manager_id = superior_id(work, user, changes["manager_id"])
    if "deputy_id" in changes and changes["deputy_id"] != (user.deputy_id or ""):
        deputy = stand_in(work, user, changes["deputy_id"])
        user.deputy_id = deputy.id if deputy else None
    if "timezone" in changes:
        user.timezone = read_zone(changes["timezone"])


def _change_roles(user: User, roles: Iterable[Role]) -> None:
    wanted = set(roles)
    user.role_rows = [row for row in user.role_rows if Role(row.role) in wanted]
    user.role_rows += [UserRole(role=role.value) for role in sorted(wanted - user.roles)]


def _state(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "position": user.position,
        "phone": user.phone,
        "language": user.language,
        "department": user.department_id,
        "roles": sorted(role.value for role in user.roles),
        "active": user.active,
        "manager": user.manager_id,
        "deputy": user.deputy_id,
        "timezone": user.timezone,
    }
