"""Promising the letter of Monday: one row of the outbox, whoever starts and however often."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import OutboxMessage, OutboxState
from docsvc.work import Work

NAME = "weekly_figures"
SENT_AT = time(9)
"""On Monday, where the organisation is."""


def promise_figures(work: Work) -> None:
    """Promise the next letter unless one is promised: what a runner does as it starts."""
    ahead = (OutboxState.WAITING.value, OutboxState.LEASED.value)
    found = select(OutboxMessage.id).where(OutboxMessage.name == NAME, OutboxMessage.state.in_(ahead))
    if work.session.scalar(found.limit(1)) is None:
        promise_at(work, next_monday(work.now, work.timezone))


def promise_at(work: Work, at: datetime) -> None:
    """Promise the letter of that Monday."""
    work.later("weekly_figures", {}, due_at=at, key=_key(at))


def is_promised(session: Session, at: datetime) -> bool:
    """Tell whether the letter of that Monday was promised, be it sent by now or not."""
    return session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == _key(at))) is not None


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the next moment after `now` at which a letter is sent (aware UTC)."""
    today = now.astimezone(zone).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), SENT_AT, tzinfo=zone)
    return (monday if monday > now else monday + timedelta(weeks=1)).astimezone(UTC)


def _key(at: datetime) -> str:
    year, week, _day = at.isocalendar()
    return f"{NAME}:{year}-W{week:02}"
