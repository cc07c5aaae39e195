"""The promised work: what waits, what is under way and what has failed for good."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.model import Document, OutboxMessage, OutboxState
from docsvc.work import Actor

MOST = 200
UNDONE = (OutboxState.WAITING, OutboxState.LEASED, OutboxState.DEAD)
"""Named one by one, for an index finds these and not «all but done»."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One promise of work; `number` is of the document that it concerns."""

    id: str
    name: str
    queue: str
    state: OutboxState
    worker: str
    attempts: int
    error: str
    started_at: datetime | None
    due_at: datetime
    created_at: datetime
    document_id: str | None
    number: str


def jobs(session: Session, actor: Actor) -> tuple[JobRow, ...]:
    """Return what is not done yet, the dead first; for administrators."""
    require(actor, Right.ADMINISTER)
    undone = jobs_with_numbers().where(OutboxMessage.state.in_(UNDONE))
    is_dead = OutboxMessage.state == OutboxState.DEAD
    return job_rows(
        session, undone.order_by(is_dead.desc(), OutboxMessage.due_at, OutboxMessage.id).limit(MOST)
    )


def dead_jobs(session: Session) -> int:
    """Return how many promises have failed for good."""
    counted = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == OutboxState.DEAD)
    return session.scalar(counted) or 0


def jobs_with_numbers() -> Select[OutboxMessage, str]:
    """Return the statement that finds promises with the numbers of their documents."""
    numbered = select(OutboxMessage, Document.number)
    return numbered.outerjoin(Document, Document.id == OutboxMessage.document_id)


def job_rows(session: Session, found: Select[OutboxMessage, str]) -> tuple[JobRow, ...]:
    """Return what such a statement finds."""
    return tuple(_row(message, number or "") for message, number in session.execute(found))


def _row(message: OutboxMessage, number: str) -> JobRow:
    return JobRow(
        id=message.id,
        name=message.name,
        queue=message.queue,
        state=OutboxState(message.state),
        worker=message.worker,
        attempts=message.attempts,
        error=message.error,
        started_at=message.started_at,
        due_at=message.due_at,
        created_at=message.created_at,
        document_id=message.document_id,
        number=number,
    )
