"""Ending a session."""

from sqlalchemy import select

from docsvc.model import User, WebSession
from docsvc.queries.who_is import actor_of, session_hash
from docsvc.work import ORGANISATION, Work


def log_out(work: Work, token: str) -> None:
    """End the session of this token; nothing happens when it is unknown or over."""
    session = work.session.scalars(
        select(WebSession).where(WebSession.token_hash == session_hash(token))
    ).one_or_none()
    if session is None:
        return
    user = work.get(User, session.user_id)
    work.session.delete(session)
    work.record(ORGANISATION, "session.closed", actor_of(user))
