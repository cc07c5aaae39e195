"""The embedded runner: a pool of processes with the slow imports done before they are made.

The processes come from a fork server that has WeasyPrint and pyHanko loaded but has opened nothing: no
database connection and no OpenDAL operator may cross a fork.
"""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from time import monotonic

from docsvc.relay.outbox import Claim

JOB_SECONDS = 90
"""Wall clock of one job; a process that takes longer is killed and its message handed out again."""

JOBS_PER_PROCESS = 500
"""A process is replaced after so many jobs, so that nothing can grow without end."""


@dataclass(slots=True)
class Hand:
    """One process of the pool and what it holds."""

    process: ForkServerProcess
    pipe: Connection
    held: Claim | None = None
    since: float = 0.0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim; `error` is empty on success."""

    held: Claim
    error: str


class Pool:
    """A fixed number of hands; `submit` gives one a claim, `collect` returns what was finished.

    `serve` runs in each process: it receives (name, payload) and answers with an error, or an empty string.
    `preload` names the module that the fork server imports beforehand.
    """

    def __init__(self, serve: Callable[[Connection], None], size: int, *, preload: str) -> None:
        self._serve = serve
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([preload])
        self._hands = [self._hire() for _ in range(size)]

    @property
    def idle(self) -> int:
        """Return how many hands are free."""
        return sum(hand.held is None for hand in self._hands)

    @property
    def busy(self) -> bool:
        """Tell whether any hand holds a claim."""
        return any(hand.held is not None for hand in self._hands)

    def submit(self, held: Claim) -> None:
        """Give the claim to a free hand."""
        hand = next(each for each in self._hands if each.held is None)
        hand.held, hand.since = held, monotonic()
        try:
            hand.pipe.send((held.name, held.payload))
        except OSError:
            hand.since = 0.0  # the hand is dead: `collect` finds it and reports the claim

    def collect(self, seconds: float) -> list[Outcome]:
        """Wait until a hand has finished or died, at most `seconds`; replace the dead and the overdue."""
        wait([pipe for hand in self._hands for pipe in (hand.pipe, hand.process.sentinel)], timeout=seconds)
        outcomes = [self._look_at(index) for index in range(len(self._hands))]
        return [outcome for outcome in outcomes if outcome is not None]

    def close(self) -> None:
        """Let every hand finish what it holds, then end."""
        for hand in self._hands:
            hand.pipe.close()
        for hand in self._hands:
            hand.process.join(JOB_SECONDS)
            if hand.process.is_alive():
                hand.process.kill()

    def _look_at(self, index: int) -> Outcome | None:
        hand = self._hands[index]
        if hand.pipe.poll():
            return self._receive(index)
        if not hand.process.is_alive():
            return self._replace(index, f"процесс завершился с кодом {hand.process.exitcode}")
        if hand.held is not None and monotonic() - hand.since > JOB_SECONDS:
            hand.process.kill()
            return self._replace(index, f"задание не уложилось в {JOB_SECONDS} с и было остановлено")
        return None

    def _receive(self, index: int) -> Outcome | None:
        hand = self._hands[index]
        try:
            error: str = hand.pipe.recv()
        except (EOFError, OSError):
            hand.process.join(1)
            return self._replace(index, f"процесс завершился с кодом {hand.process.exitcode}")
        held, hand.held, hand.done = hand.held, None, hand.done + 1
        if hand.done >= JOBS_PER_PROCESS:
            self._retire(index)
        return Outcome(held=held, error=error) if held is not None else None

    def _replace(self, index: int, reason: str) -> Outcome | None:
        hand = self._hands[index]
        self._retire(index)
        return Outcome(held=hand.held, error=reason) if hand.held is not None else None

    def _retire(self, index: int) -> None:
        self._hands[index].pipe.close()
        self._hands[index].process.join(1)
        self._hands[index] = self._hire()

    def _hire(self) -> Hand:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=self._serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        return Hand(process=process, pipe=ours)
