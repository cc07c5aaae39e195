"""Who a browser's session belongs to."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import User, WebSession
from docsvc.queries.deputies import standing
from docsvc.work import Actor, ActorKind


def session_hash(token: str) -> str:
    """Return what the database keeps of a session's token: a hash is enough, the token is 256 random bits."""
    return sha256(b"docsvc/web-session/v1\0" + token.encode()).hexdigest()


def who_is(session: Session, token: str, *, now: datetime) -> Actor | None:
    """Return the person whose session this is, or None: it is unknown, over or lent, or they have left."""
    statement = (
        select(User)
        .join(WebSession, WebSession.user_id == User.id)
        .where(
            WebSession.token_hash == session_hash(token),
            WebSession.expires_at > now,
            WebSession.lent_for == "",
            User.active,
        )
    )
    user = session.scalars(statement).one_or_none()
    return standing(session, actor_of(user), now=now) if user else None


def actor_of(user: User) -> Actor:
    """Return the person as one who acts."""
    return Actor(
        kind=ActorKind.USER,
        id=user.id,
        name=user.name,
        email=user.email,
        roles=user.roles,
        department_id=user.department_id,
        language=user.language,
    )
