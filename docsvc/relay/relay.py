"""From the outbox to Redis: again and again, what is due and is not offered yet is offered.

A row does not change by being offered, and nowhere else is it written down that it was. So Redis may be
flushed, restarted or replaced at any moment: the next look finds what is missing there.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import OutboxMessage, Queue
from docsvc.model.queues import LOT
from docsvc.relay.doorbell import DEPTH, Doorbell
from docsvc.relay.outbox import due_before, lost_before
from docsvc.relay.true_clock import ClockApart, require_true_clock
from docsvc.tools import Tools

# Between two looks:
TICK_SECONDS: Final = 0.1  # something was due
IDLE_SECONDS: Final = 0.25  # nothing was
FOLLOWING_SECONDS: Final = 0.5  # another relay leads

LOTS_AHEAD: Final = 8
MOST_LOST: Final = 256

Due = tuple[str, int]
"""A row's id and how often it was tried."""


class Relay:
    """One of those who ring; the one that leads does, the others watch that somebody leads."""

    def __init__(self, tools: Tools, doorbell: Doorbell, name: str) -> None:
        self._tools = tools
        self._doorbell = doorbell
        self._name = name

    def turn(self) -> float:
        """Look once, if nobody else leads; return after how many seconds to look again.

        Raises `DatabaseUnavailable`, `RedisError`, and `ClockApart`: then another is to lead.
        """
        if not self._doorbell.lead(self._name):
            return FOLLOWING_SECONDS
        try:
            require_true_clock(self._tools)
        except ClockApart:
            self.resign()
            raise
        lots = self._missing(self._doorbell.offered())
        if lots:
            self._doorbell.ring(lots)
        return TICK_SECONDS if lots else IDLE_SECONDS

    def resign(self) -> None:
        """Let another relay lead at once."""
        self._doorbell.resign(self._name)

    def _missing(self, offered: Mapping[Queue, Sequence[str]]) -> dict[Queue, list[Sequence[str]]]:
        now = self._tools.clock()
        with self._tools.read() as session:
            lost = _lost(session, now)
            lots = {
                queue: _lots(session, queue, ids, lost.get(queue, []), now) for queue, ids in offered.items()
            }
        return {queue: found for queue, found in lots.items() if found}


def _lots(
    session: Session, queue: Queue, offered: Sequence[str], lost: Sequence[Due], now: datetime
) -> list[Sequence[str]]:
    """Return what is due and not offered, in lots that fill the queue up."""
    size = LOT.get(queue, 1)
    if size > 1:  # what is in a lot does not show from outside: the queue is filled up when it is empty
        room, known = (0 if offered else size * LOTS_AHEAD), frozenset[str]()
    else:
        room, known = DEPTH - len(offered), frozenset(offered)
    if room <= 0:
        return []
    rows = [*lost, *_due(session, queue, now, room + len(known))]
    return _packed([row for row in rows if row[0] not in known][:room], size)


def _lost(session: Session, now: datetime) -> dict[Queue, list[Due]]:
    """Return what its holders have lost: a handful, whatever waits; queues of a later version are its own."""
    found = select(OutboxMessage.queue, OutboxMessage.id, OutboxMessage.attempts).where(
        lost_before(now), OutboxMessage.queue.in_(list(Queue))
    )
    rows: dict[Queue, list[Due]] = {}
    for row in session.execute(found.limit(MOST_LOST)):
        rows.setdefault(Queue(row.queue), []).append((row.id, row.attempts))
    return rows


def _due(session: Session, queue: Queue, now: datetime, limit: int) -> list[Due]:
    found = select(OutboxMessage.id, OutboxMessage.attempts).where(
        OutboxMessage.queue == queue.value, due_before(now)
    )
    ordered = found.order_by(OutboxMessage.due_at, OutboxMessage.id).limit(limit)
    return [(row.id, row.attempts) for row in session.execute(ordered)]


def _packed(rows: Sequence[Due], size: int) -> list[Sequence[str]]:
    """Put rows into lots; what was tried before goes alone, so that it can harm no other."""
    alone: list[Sequence[str]] = [(row,) for row, attempts in rows if attempts]
    fresh = [row for row, attempts in rows if not attempts]
    return alone + [fresh[at : at + size] for at in range(0, len(fresh), size)]
