"""How the promised work goes: what waits in each queue, who does what, and what does not come off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.model import OutboxMessage, OutboxState, WorkerSeen
from docsvc.model.queues import Queue
from docsvc.queries.jobs import JobRow, job_rows, jobs_with_numbers
from docsvc.work import Actor

SILENT_AFTER: Final = timedelta(seconds=30)
"""A worker gives a sign of life every eight seconds; after three that are missed it is taken for lost."""

STUCK_AFTER: Final = timedelta(minutes=5)
"""Work that was due so long ago and that nobody has taken up does not move."""

TRIED_AGAIN_WITHIN: Final = timedelta(hours=1)
"""The longest wait between two attempts: what failed and waits is due within it."""

MOST: Final = 50
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One queue: `due` jobs wait to be taken up, the oldest since `oldest`; `leased` are under way."""

    queue: Queue
    due: int
    leased: int
    dead: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A process that does work; without a `queue` it serves all. `silent` ones are probably gone."""

    name: str
    queue: str
    started_at: datetime
    seen_at: datetime
    silent: bool
    held: tuple[JobRow, ...]


@dataclass(frozen=True, slots=True)
class DeadKind:
    """The jobs of one kind that were given up."""

    name: str
    count: int
    jobs: tuple[JobRow, ...]


@dataclass(frozen=True, slots=True)
class Operations:
    """What the page about the work shows; `unserved` are queues that nobody alive takes work from."""

    queues: tuple[QueueRow, ...]
    workers: tuple[WorkerRow, ...]
    unserved: frozenset[Queue]
    lost: tuple[JobRow, ...]
    dead: tuple[DeadKind, ...]
    failing: tuple[JobRow, ...]


def operations(session: Session, actor: Actor, *, now: datetime) -> Operations:
    """Return how the work goes now; for administrators."""
    require(actor, Right.ADMINISTER)
    leased = jobs_with_numbers().where(_in(OutboxState.LEASED)).order_by(OutboxMessage.started_at).limit(MOST)
    held = job_rows(session, leased)
    seen = workers(session, now=now, held=held)
    known = {each.name for each in seen}
    return Operations(
        queues=queues(session, now=now),
        workers=seen,
        unserved=unserved(seen),
        lost=tuple(each for each in held if each.worker not in known),
        dead=_dead(session),
        failing=_failing(session, now),
    )


def queues(session: Session, *, now: datetime) -> tuple[QueueRow, ...]:
    """Return every queue with what waits in it; what is due later is not counted."""
    due = {row[0]: (row[1], row[2]) for row in session.execute(_due(now))}
    leased, dead = (_counts(session, state) for state in (OutboxState.LEASED, OutboxState.DEAD))
    rows = []
    for queue in Queue:
        waiting, oldest = due.get(queue, (0, None))
        rows.append(QueueRow(queue, waiting, leased.get(queue, 0), dead.get(queue, 0), oldest))
    return tuple(rows)


def workers(session: Session, *, now: datetime, held: Iterable[JobRow] = ()) -> tuple[WorkerRow, ...]:
    """Return who gave a sign of life in the last minutes, with what they hold of `held`."""
    by_worker: dict[str, list[JobRow]] = {}
    for each in held:
        by_worker.setdefault(each.worker, []).append(each)
    rows = session.scalars(select(WorkerSeen).order_by(WorkerSeen.queue, WorkerSeen.name))
    return tuple(
        WorkerRow(
            name=row.name,
            queue=row.queue,
            started_at=row.started_at,
            seen_at=row.seen_at,
            silent=abs(now - row.seen_at) > SILENT_AFTER,
            held=tuple(by_worker.get(row.name, ())),
        )
        for row in rows
    )


def unserved(seen: Iterable[WorkerRow]) -> frozenset[Queue]:
    """Return the queues that nobody alive takes work from."""
    served = {each.queue for each in seen if not each.silent}
    return frozenset() if "" in served else frozenset(each for each in Queue if each.value not in served)


def oldest_due(session: Session) -> datetime | None:
    """Return since when the work waits that should have been taken up first."""
    statement = select(OutboxMessage.due_at).where(_in(OutboxState.WAITING))
    return session.scalar(statement.order_by(OutboxMessage.due_at).limit(1))


def _due(now: datetime) -> Select[str, int, datetime]:
    waiting = select(OutboxMessage.queue, func.count(), func.min(OutboxMessage.due_at))
    due = waiting.where(_in(OutboxState.WAITING), OutboxMessage.due_at <= now)
    return due.group_by(OutboxMessage.queue)


def _counts(session: Session, state: OutboxState) -> dict[str, int]:
    counted = select(OutboxMessage.queue, func.count()).where(_in(state)).group_by(OutboxMessage.queue)
    return {row[0]: row[1] for row in session.execute(counted)}


def _dead(session: Session) -> tuple[DeadKind, ...]:
    """Return what was given up by kind; of each kind the latest: it may have failed a thousand times."""
    counted = select(OutboxMessage.name, func.count()).where(_in(OutboxState.DEAD))
    kinds = session.execute(counted.group_by(OutboxMessage.name).order_by(OutboxMessage.name)).all()
    given_up = jobs_with_numbers().where(_in(OutboxState.DEAD))
    latest = given_up.order_by(OutboxMessage.due_at.desc()).limit(SHOWN)
    return tuple(
        DeadKind(name, count, job_rows(session, latest.where(OutboxMessage.name == name)))
        for name, count in kinds
    )


def _failing(session: Session, now: datetime) -> tuple[JobRow, ...]:
    """Return what failed and will be tried again, the next first."""
    again = jobs_with_numbers().where(
        _in(OutboxState.WAITING),
        OutboxMessage.due_at <= now + TRIED_AGAIN_WITHIN,
        OutboxMessage.attempts > 0,
        OutboxMessage.error != "",
    )
    return job_rows(session, again.order_by(OutboxMessage.due_at).limit(SHOWN))


def _in(state: OutboxState) -> ColumnElement[bool]:
    return OutboxMessage.state == state.value
