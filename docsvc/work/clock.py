"""Whether the clock of this machine can be right: PostgreSQL has one of its own to compare it with."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def apart(session: Session, clock: Callable[[], datetime]) -> timedelta | None:
    """Return how far our clock is from the database's; None on SQLite, which has ours."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    before = clock()
    theirs = session.scalar(select(func.clock_timestamp())) or before
    return max(before - theirs, theirs - clock(), timedelta())
