"""The latest moment that a database knows of: what is younger than that has left no trace in it."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsvc.model import AuditEntry, OutboxMessage, WorkerSeen


def last_sign(session: Session) -> datetime | None:
    """Return when the database was written to last, as far as rows tell; None where it is empty.

    Whoever does work gives a sign of life every few seconds, so that this is not much earlier than the truth.
    """
    newest = session.scalar(select(func.max(AuditEntry.id)))
    moments = (
        made_at(newest) if newest else None,
        session.scalar(select(func.max(OutboxMessage.done_at))),
        session.scalar(select(func.max(WorkerSeen.seen_at))),
    )
    return max((each for each in moments if each is not None), default=None)


def made_at(made: str) -> datetime:
    """Read the time in an id (RFC 9562, 5.7: milliseconds in the first 48 bits)."""
    return datetime.fromtimestamp((UUID(made).int >> 80) / 1000, UTC)
