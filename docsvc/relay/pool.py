"""The embedded runner: a pool of processes with the slow imports done before they are made.

The processes come from a fork server that has WeasyPrint and pyHanko loaded but has opened nothing: no
database connection and no OpenDAL operator may cross a fork.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from time import monotonic

from docsvc.errors.phrase import Phrase
from docsvc.observe import metrics
from docsvc.relay.outbox import Claim, Outcome

JOB_SECONDS = 90
"""Wall clock of one job; a process that takes longer is killed and its message handed out again."""

JOBS_PER_PROCESS = 500
"""A process is replaced after so many jobs, so that nothing can grow without end."""


@dataclass(slots=True)
class Hand:
    """One process of the pool and what it holds; the first of `held` it has been doing `since`.

    Until it is `ready` it has been loading since then, and is given nothing: whoever ends it meanwhile must
    not cost a message one of its attempts.
    """

    process: ForkServerProcess
    pipe: Connection
    held: deque[Claim] = field(default_factory=deque)
    ready: bool = False
    since: float = field(default_factory=monotonic)
    done: int = 0


class Pool:
    """A fixed number of hands; `submit` gives one a lot of claims, `collect` returns what was finished.

    A hand that dies has failed at what it was doing; what else it held was not begun: `take_back`.
    `serve` runs in each process: it sends None once it is ready, then receives (name, payload, id of the
    message) and answers with an error, or an empty string.
    `preload` names the module that the fork server imports beforehand.
    """

    def __init__(self, serve: Callable[[Connection], None], size: int, *, preload: str) -> None:
        self._serve = serve
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([preload])
        self._hands = [self._hire() for _ in range(size)]
        self._left: list[Claim] = []

    @property
    def idle(self) -> int:
        """Return how many hands are ready and free."""
        return sum(hand.ready and not hand.held for hand in self._hands)

    @property
    def busy(self) -> bool:
        """Tell whether any hand holds a claim."""
        return bool(self.held)

    @property
    def held(self) -> tuple[Claim, ...]:
        """Return what the hands hold."""
        return tuple(claim for hand in self._hands for claim in hand.held)

    def submit(self, lot: Sequence[Claim]) -> None:
        """Give claims to a free hand, which does one after the other."""
        hand = next(each for each in self._hands if each.ready and not each.held)
        hand.held, hand.since = deque(lot), monotonic()
        try:
            for held in lot:
                hand.pipe.send((held.name, held.payload, held.id))
        except OSError:
            hand.since = 0.0  # the hand is dead: `collect` finds it and reports the claim

    def collect(self, seconds: float) -> list[Outcome]:
        """Wait until a hand has finished or died, at most `seconds`; replace the dead and the overdue."""
        wait([pipe for hand in self._hands for pipe in (hand.pipe, hand.process.sentinel)], timeout=seconds)
        return [outcome for index in range(len(self._hands)) for outcome in self._look_at(index)]

    def take_back(self) -> tuple[Claim, ...]:
        """Return what was held behind something that cost its hand: nobody has begun it."""
        left, self._left = tuple(self._left), []
        return left

    def close(self) -> None:
        """Let every hand finish what it holds, then end."""
        for hand in self._hands:
            hand.pipe.close()
        for hand in self._hands:
            hand.process.join(JOB_SECONDS)
            if hand.process.is_alive():
                hand.process.kill()

    def _look_at(self, index: int) -> list[Outcome]:
        hand = self._hands[index]
        if hand.pipe.poll():
            return self._receive(index)
        if not hand.process.is_alive():
            return self._replace(index, _died(hand))
        if (hand.held or not hand.ready) and monotonic() - hand.since > JOB_SECONDS:
            hand.process.kill()
            reason = Phrase("задание не уложилось в %(seconds)s с и было остановлено", seconds=JOB_SECONDS)
            return self._replace(index, reason, lost=False)
        return []

    def _receive(self, index: int) -> list[Outcome]:
        """Take every answer that is there."""
        hand, outcomes = self._hands[index], list[Outcome]()
        try:
            while hand.pipe.poll():
                error: str | None = hand.pipe.recv()
                if error is not None:
                    outcomes.append(Outcome(held=hand.held.popleft(), error=error))
                hand.ready, hand.since = True, monotonic()
        except (EOFError, OSError):
            hand.process.join(1)
            return outcomes + self._replace(index, _died(hand))
        hand.done += len(outcomes)
        if not hand.held and hand.done >= JOBS_PER_PROCESS:
            self._retire(index)
        return outcomes

    def _replace(self, index: int, reason: str, *, lost: bool = True) -> list[Outcome]:
        """Put another hand in the place of one that is dead; what it was doing has failed."""
        held = self._hands[index].held
        self._retire(index)
        if not held:
            return []
        failed = held.popleft()
        self._left += held
        metrics.JOBS.labels(failed.name, "killed").inc()
        return [Outcome(failed, reason, lost=lost)]

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


def _died(hand: Hand) -> Phrase:
    return Phrase("процесс завершился с кодом %(code)s", code=hand.process.exitcode)
