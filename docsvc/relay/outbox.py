"""Claiming promised work from the outbox, and reporting on it: every row is a lease with a fencing token."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from docsvc.mail.post import post_to_user
from docsvc.model import OutboxMessage, OutboxState, Role, User, UserRole
from docsvc.tools import Tools
from docsvc.work import Work

LEASE = timedelta(seconds=120)
"""How long a job may run before its row is handed out again."""

BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 30, 120, 600, 1800, 3600))
"""Waits between attempts; after the last one the message is dead until somebody replays it."""

ERROR_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Claim:
    """One leased message; only the holder of `lease` may report on it."""

    id: str
    name: str
    payload: dict[str, str]
    lease: str
    attempts: int


def claim(tools: Tools, *, limit: int) -> tuple[Claim, ...]:
    """Lease up to `limit` messages that are due: new ones, and those whose holder was lost."""
    with tools.work() as work:
        rows = work.session.scalars(
            select(OutboxMessage)
            .where(_claimable(work.now))
            .order_by(OutboxMessage.due_at, OutboxMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True),
        ).all()
        for row in rows:
            row.state = OutboxState.LEASED.value
            row.attempts += 1
            row.lease_token = secrets.token_hex(16)
            row.lease_until = work.now + LEASE
        return tuple(
            Claim(
                id=row.id,
                name=row.name,
                payload=row.payload,
                lease=row.lease_token or "",
                attempts=row.attempts,
            )
            for row in rows
        )


def succeed(tools: Tools, held: Claim) -> bool:
    """Mark the message done; false when the lease was lost and somebody else holds it."""
    with tools.work() as work:
        values = {"state": OutboxState.DONE.value, "done_at": work.now, "error": "", "lease_token": None}
        return _report(work.session, held, values)


def fail(tools: Tools, held: Claim, error: str) -> bool:
    """Put the message back with a growing wait, or declare it dead; false when the lease was lost."""
    with tools.work() as work:
        values: dict[str, object] = {
            "error": error[-ERROR_CHARACTERS:],
            "lease_token": None,
            "lease_until": None,
        }
        if held.attempts <= len(BACKOFF):
            due = work.now + BACKOFF[held.attempts - 1]
            return _report(work.session, held, values | {"state": OutboxState.WAITING.value, "due_at": due})
        reported = _report(work.session, held, values | {"state": OutboxState.DEAD.value})
        if reported and held.name != "mail":
            _alarm(work, held)
        return reported


def reclaim_all(tools: Tools) -> int:
    """End every lease: at start-up of the only runner of an installation nobody else can hold one."""
    with tools.work() as work:
        rows = work.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.state == OutboxState.LEASED.value)
            .values(state=OutboxState.WAITING.value, lease_token=None, lease_until=None),
        )
        return int(getattr(rows, "rowcount", 0))


def next_due(session: Session) -> datetime | None:
    """Return when the earliest waiting message is due."""
    waiting = OutboxMessage.state == OutboxState.WAITING.value
    return session.scalar(select(OutboxMessage.due_at).where(waiting).order_by(OutboxMessage.due_at).limit(1))


def _alarm(work: Work, held: Claim) -> None:
    """Tell every administrator that something waits for them."""
    statement = select(User).join(UserRole).where(UserRole.role == Role.ADMINISTRATOR.value, User.active)
    for administrator in work.session.scalars(statement).unique():
        post_to_user(work, "failed", administrator, job=held.name)


def _claimable(now: datetime) -> ColumnElement[bool]:
    waiting = (OutboxMessage.state == OutboxState.WAITING.value) & (OutboxMessage.due_at <= now)
    lost = (OutboxMessage.state == OutboxState.LEASED.value) & (OutboxMessage.lease_until < now)
    return or_(waiting, lost)


def _report(session: Session, held: Claim, values: dict[str, object]) -> bool:
    outcome = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == held.id, OutboxMessage.lease_token == held.lease)
        .values(**values),
    )
    return bool(getattr(outcome, "rowcount", 0))
