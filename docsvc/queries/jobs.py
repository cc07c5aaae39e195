"""The promised work: what waits, what is under way and what has failed for good."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.model import Document, OutboxMessage, OutboxState
from docsvc.work import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class JobRow:
    """One promise of work; `number` is of the document that it concerns."""

    id: str
    name: str
    state: OutboxState
    attempts: int
    error: str
    due_at: datetime
    created_at: datetime
    document_id: str | None
    number: str


def jobs(session: Session, actor: Actor) -> tuple[JobRow, ...]:
    """Return what is not done yet, the dead first; for administrators."""
    require(actor, Right.ADMINISTER)
    found = (
        select(OutboxMessage, Document.number)
        .outerjoin(Document, Document.id == OutboxMessage.document_id)
        .where(OutboxMessage.state != OutboxState.DONE)
        .order_by((OutboxMessage.state == OutboxState.DEAD).desc(), OutboxMessage.due_at, OutboxMessage.id)
        .limit(MOST)
    )
    return tuple(_row(message, number or "") for message, number in session.execute(found))


def dead_jobs(session: Session) -> int:
    """Return how many promises have failed for good."""
    counted = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == OutboxState.DEAD)
    return session.scalar(counted) or 0


def _row(message: OutboxMessage, number: str) -> JobRow:
    return JobRow(
        id=message.id,
        name=message.name,
        state=OutboxState(message.state),
        attempts=message.attempts,
        error=message.error,
        due_at=message.due_at,
        created_at=message.created_at,
        document_id=message.document_id,
        number=number,
    )
