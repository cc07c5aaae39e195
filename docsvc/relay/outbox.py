"""Claiming promised work from the outbox, and reporting on it: every row is a lease with a fencing token."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, Update, and_, select, true, update
from sqlalchemy.orm import Session

from docsvc.mail.post import post_to_user
from docsvc.model import OutboxMessage, OutboxState, Role, User, UserRole
from docsvc.tools import Tools
from docsvc.work import Work

LEASE = timedelta(seconds=30)
"""How long a row is its holder's without a sign of life; then it is handed out again. Clocks of the machines
may differ by what is left of it between two signs of life."""

AHEAD: Final = timedelta(minutes=10)
"""What is dated further ahead than that, though it cannot be, was written while a clock was wrong."""

BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 30, 120, 600, 1800, 3600))
"""Waits between attempts; after the last one the message is dead until somebody replays it."""

LONGEST_AFTER_LOSS: Final = timedelta(seconds=30)
"""Never as long as after failures: holders also go in a row for reasons of their own, and people wait."""

ERROR_CHARACTERS: Final = 2000
LOST: Final = "исполнитель пропал, не закончив: его процесс погиб или завис"
"""The error of a message whose holder gave no sign of life."""

RELEASED: Final[dict[str, object]] = {
    "state": OutboxState.WAITING.value,
    "lease_token": None,
    "lease_until": None,
}
"""What a row is put to when nobody holds it any more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One leased message; only the holder of `lease` may report on it."""

    id: str
    name: str
    payload: dict[str, str]
    lease: str
    attempts: int
    queue: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim; `error` is empty on success, `lost` says that its holder is gone."""

    held: Claim
    error: str
    lost: bool = False


def claim(
    tools: Tools, *, limit: int, worker: str = "", queue: str = "", ids: Sequence[str] | None = None
) -> tuple[Claim, ...]:
    """Lease up to `limit` messages that are due: the lost, then the waiting.

    Of `ids` and of one `queue` where they are given: whoever told of a row may be mistaken, or lie, and a
    worker is walled in for the work of its own queue. Whoever comes second finds nothing. What has cost too
    many holders already is dead instead.
    """
    with tools.work() as work:
        of = _among(queue, ids)
        lost = work.session.scalars(_lockable(lost_before(work.now) & of, limit)).all()
        leased = tuple(_lease(row, worker, work.now) for row in lost if not bury_poison(work, row))
        if len(leased) < limit:
            waiting = work.session.scalars(_lockable(due_before(work.now) & of, limit - len(leased))).all()
            leased += tuple(_lease(row, worker, work.now) for row in waiting)
        return leased


def report(tools: Tools, outcomes: Sequence[Outcome]) -> int:
    """Write down what became of claims, in one transaction; return how many were still the reporter's."""
    with tools.work() as work:
        return sum(_write(work, each) for each in outcomes)


def succeed(tools: Tools, held: Claim) -> bool:
    """Mark the message done; false when the lease was lost and somebody else holds it."""
    return report(tools, [Outcome(held, "")]) == 1


def fail(tools: Tools, held: Claim, error: str) -> bool:
    """Put the message back with a growing wait, or declare it dead; false when the lease was lost."""
    return report(tools, [Outcome(held, error or "?")]) == 1


def is_due(session: Session, now: datetime) -> bool:
    """Tell whether anything waits to be done, or was lost by its holder."""
    found = (select(OutboxMessage.id).where(each).limit(1) for each in (due_before(now), lost_before(now)))
    return any(session.scalar(each) is not None for each in found)


def due_before(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a message that waits and is due."""
    return (OutboxMessage.state == OutboxState.WAITING.value) & (OutboxMessage.due_at <= now)


def lost_before(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a message whose holder gave no sign of life in time.

    A lease that ends later than any can was given by a clock that was ahead: it would never be over.
    """
    ends = OutboxMessage.lease_until
    return (OutboxMessage.state == OutboxState.LEASED.value) & ((ends < now) | (ends > now + AHEAD))


def last_promised(session: Session) -> datetime | None:
    """Return when the newest message was promised, by the clock of whoever did it."""
    return session.scalar(select(OutboxMessage.created_at).order_by(OutboxMessage.id.desc()).limit(1))


def redate(work: Work) -> None:
    """Make due now what was promised for at once by a clock that was ahead, and has been set back.

    What people were given time for is counted anew, once: their time begins now.
    """
    made = last_promised(work.session)
    if made is None or made <= work.now + AHEAD:
        return
    ahead = update(OutboxMessage).where(
        OutboxMessage.state == OutboxState.WAITING.value,
        OutboxMessage.created_at > work.now + AHEAD,
        OutboxMessage.due_at == OutboxMessage.created_at,
    )
    values = {"due_at": work.now, "created_at": work.now}
    work.session.execute(ahead.values(values).execution_options(synchronize_session=False))
    work.later("approval_clocks", {}, key=f"approval_clocks:{made.isoformat()}")


def bury_poison(work: Work, row: OutboxMessage) -> bool:
    """Declare a lost message dead that has cost as many holders as it has attempts; tell whether it is."""
    if row.attempts <= len(BACKOFF):
        return False
    row.state, row.lease_token, row.lease_until = OutboxState.DEAD.value, None, None
    row.error = LOST
    _alarm(work, row.name)
    return True


def wait_after_loss(attempts: int) -> timedelta:
    """Return how long to wait: one holder may have been switched off, a second was perhaps killed by it."""
    return min(BACKOFF[attempts - 2], LONGEST_AFTER_LOSS) if attempts > 1 else timedelta()


def _among(queue: str, ids: Sequence[str] | None) -> ColumnElement[bool]:
    asked = [OutboxMessage.queue == queue] if queue else []
    return and_(true(), *asked, *([OutboxMessage.id.in_(ids)] if ids is not None else []))


def _lockable(condition: ColumnElement[bool], limit: int) -> Select[OutboxMessage]:
    found = select(OutboxMessage).where(condition)
    found = found.order_by(OutboxMessage.due_at, OutboxMessage.id).limit(limit)
    return found.with_for_update(skip_locked=True)


def _lease(row: OutboxMessage, worker: str, now: datetime) -> Claim:
    if row.state == OutboxState.LEASED.value:
        row.error = LOST
    row.state = OutboxState.LEASED.value
    row.attempts += 1
    row.worker, row.started_at = worker, now
    row.lease_token, row.lease_until = secrets.token_hex(16), now + LEASE
    return Claim(row.id, row.name, row.payload, row.lease_token, row.attempts, row.queue)


def _write(work: Work, outcome: Outcome) -> bool:
    values = _done(work) if not outcome.error else _failed(work, outcome)
    changed = work.session.execute(_held(outcome.held).values(values))
    reported = getattr(changed, "rowcount", 0) == 1
    if reported and values["state"] == OutboxState.DEAD.value:
        _alarm(work, outcome.held.name)
    return reported


def _done(work: Work) -> dict[str, object]:
    return {"state": OutboxState.DONE.value, "done_at": work.now, "error": "", "lease_token": None}


def _failed(work: Work, outcome: Outcome) -> dict[str, object]:
    told = RELEASED | {"error": _storable(outcome.error)}
    attempts = outcome.held.attempts
    if attempts > len(BACKOFF):
        return told | {"state": OutboxState.DEAD.value}
    wait = wait_after_loss(attempts) if outcome.lost else BACKOFF[attempts - 1]
    return told | {"due_at": work.now + wait}


def _storable(error: str) -> str:
    """Return the end of what went wrong, without what PostgreSQL cannot keep."""
    return error[-ERROR_CHARACTERS:].replace("\0", "").encode(errors="replace").decode()


def _held(claim: Claim) -> Update:
    return update(OutboxMessage).where(OutboxMessage.id == claim.id, OutboxMessage.lease_token == claim.lease)


def _alarm(work: Work, name: str) -> None:
    """Tell every administrator that something waits for them; a letter that fails writes no letters."""
    if name == "mail":
        return
    statement = select(User).join(UserRole).where(UserRole.role == Role.ADMINISTRATOR.value, User.active)
    for administrator in work.session.scalars(statement).unique():
        post_to_user(work, "failed", administrator, job=name)
