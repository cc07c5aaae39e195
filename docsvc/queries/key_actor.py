"""Whose key it is that a program came with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ApiKey, User
from docsvc.model.api_scopes import key_hash
from docsvc.queries.deputies import standing
from docsvc.work import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that is in force: who acts by it, and when that was last noted."""

    id: str
    actor: Actor
    used_at: datetime | None


def find_key(session: Session, key: str, *, now: datetime | None = None) -> KnownKey | None:
    """Return the key when it is in force; None when it is unknown, revoked, or its person has left.

    All of these cost the same one look-up, so that the time tells nothing. With `now`, its person also acts
    for those whom they stand in for.
    """
    statement = (
        select(ApiKey, User)
        .outerjoin(User, User.id == ApiKey.user_id)
        .where(ApiKey.key_hash == key_hash(key))
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        return None
    row, user = found
    if row.revoked_at is not None or (user is not None and not user.active):
        return None
    actor = _acting_for(user, row) if user else _machine(row)
    return KnownKey(row.id, standing(session, actor, now=now) if now and user else actor, row.used_at)


def key_actor(session: Session, key: str) -> Actor | None:
    """Return who acts by this key, or None.

    A key with an acting user has that person's id and roles; one without has no role, only its scopes.
    """
    known = find_key(session, key)
    return known.actor if known else None


def _machine(key: ApiKey) -> Actor:
    return Actor(kind=ActorKind.API, id=key.id, name=key.name, scopes=frozenset(key.scopes))


def _acting_for(user: User, key: ApiKey) -> Actor:
    return Actor(
        kind=ActorKind.API,
        id=user.id,
        name=user.name,
        email=user.email,
        roles=user.roles,
        department_id=user.department_id,
        scopes=frozenset(key.scopes),
        language=user.language,
        via=f"api_key:{key.id}",
    )
