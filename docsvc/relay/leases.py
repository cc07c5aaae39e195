"""Signs of life: leases that go on, leases that end, and who is there to hold them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Update, delete, select, update

from docsvc.model import OutboxMessage, OutboxState, WorkerSeen
from docsvc.observe import metrics
from docsvc.relay.outbox import LEASE, LOST, RELEASED, Claim, bury_poison, redate, wait_after_loss
from docsvc.tools import Tools
from docsvc.work import Work, insert_into

BEAT_SECONDS: Final = 8.0
"""How often a holder gives a sign of life: a lease outlives three that are missed."""

FORGOTTEN: Final = timedelta(minutes=10)
"""How long one that gave no more signs is still told of."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who does work, in the outbox and on the page about it; `queue` is empty for one that serves all."""

    name: str
    queue: str
    since: datetime


def beat(tools: Tools, holder: Holder, claims: Collection[Claim]) -> int:
    """Give a sign of life for oneself and for what one holds; return how many claims are still one's own."""
    with tools.work() as work:
        _see(work, holder)
        redate(work)
        extended = (
            work.session.execute(_held(claims).values(lease_until=work.now + LEASE)) if claims else None
        )
        return int(getattr(extended, "rowcount", 0))


def give_back(tools: Tools, claims: Collection[Claim]) -> None:
    """End leases of what was not begun: it is due for others, and no attempt was made."""
    values = RELEASED | {"attempts": OutboxMessage.attempts - 1, "started_at": None, "worker": ""}
    with tools.work() as work:
        work.session.execute(_held(claims).values(values))


def end_leases(tools: Tools, *, worker: str) -> int:
    """End what a worker holds that is known to be gone, and forget it; return how much that was.

    It is due at once, and later each time again; what has cost too many holders already is dead.
    """
    if not worker:
        return 0
    with tools.work() as work:
        statement = select(OutboxMessage).where(
            OutboxMessage.state == OutboxState.LEASED.value, OutboxMessage.worker == worker
        )
        rows = work.session.scalars(statement.with_for_update()).all()
        for row in rows:
            metrics.JOBS.labels(row.name, "killed").inc()
            if not bury_poison(work, row):
                row.state, row.lease_token, row.lease_until = OutboxState.WAITING.value, None, None
                row.due_at, row.error = work.now + wait_after_loss(row.attempts), LOST
        work.session.execute(delete(WorkerSeen).where(WorkerSeen.name == worker))
        return len(rows)


def _see(work: Work, holder: Holder) -> None:
    values = {"queue": holder.queue, "started_at": holder.since, "seen_at": work.now}
    insert = insert_into(work.session, WorkerSeen).values(name=holder.name, **values)
    work.session.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
    gone = (WorkerSeen.seen_at < work.now - FORGOTTEN) | (WorkerSeen.seen_at > work.now + FORGOTTEN)
    work.session.execute(delete(WorkerSeen).where(gone))


def _held(claims: Collection[Claim]) -> Update:
    ids, leases = [held.id for held in claims], [held.lease for held in claims]
    held = update(OutboxMessage).where(OutboxMessage.id.in_(ids), OutboxMessage.lease_token.in_(leases))
    return held.execution_options(synchronize_session=False)
