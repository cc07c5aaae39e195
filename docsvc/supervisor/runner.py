"""The embedded runner: one process that hands the outbox's work to its pool until it is told to stop."""

import signal
from time import monotonic
from types import FrameType

from docsvc.model.queues import LOT
from docsvc.relay import leases
from docsvc.relay.leases import Holder, beat, end_leases, give_back
from docsvc.relay.outbox import LEASE, Claim, Outcome, claim, is_due, report
from docsvc.relay.patience import Patience
from docsvc.relay.pool import Pool
from docsvc.relay.true_clock import require_true_clock
from docsvc.supervisor.beginning import begin
from docsvc.supervisor.hand import serve_hand
from docsvc.supervisor.place import Place
from docsvc.supervisor.start import start
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work.database import WORKER

TICK_SECONDS = 0.1
"""How long the runner sleeps before it looks for due work again; the look is one indexed read."""

KIND = "embedded"


class Runner:
    """Claims, submits and reports; stops after the work in hand when asked to."""

    def __init__(self, tools: Tools, place: Place) -> None:
        self._tools = tools
        self._place = place
        self._holder = Holder(place.name, "", tools.clock())
        self._pool = Pool(serve_hand, tools.settings.runners, preload="docsvc.supervisor.preload")
        self._patience = Patience()
        self._finished: list[Outcome] = []
        self._unbegun: list[Claim] = []
        self._beaten, self._beaten_at = -leases.BEAT_SECONDS, tools.clock()
        self._stopping = False

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Finish what is in hand, then return from `run`."""
        self._stopping = True

    def run(self) -> None:
        """Work until `stop`: end what the runner before held, promise what recurs, note the keys."""
        self._patience.insist(self._begin, unless=lambda: self._stopping)
        while not self._stopping:
            self._turn()
        end = monotonic() + LEASE.total_seconds()
        while self._pool.busy or (self._finished and monotonic() < end):
            self._turn()
        self._pool.close()
        with self._patience:
            end_leases(self._tools, worker=self._holder.name)

    def _begin(self) -> None:
        end_leases(self._tools, worker=self._place.before)
        begin(self._tools)

    def _turn(self) -> None:
        """Do one round; where the database does not answer, what was finished is reported when it does."""
        self._finished += self._pool.collect(TICK_SECONDS)
        with self._patience:
            self._report()
            self._give_back()
            self._beat()  # before new claims: after a sleep or a jump of the clock one's own leases look lost
            self._hand_out()

    def _report(self) -> None:
        if self._finished:
            report(self._tools, self._finished)
            self._finished = []

    def _give_back(self) -> None:
        self._unbegun += self._pool.take_back()
        if self._unbegun:
            give_back(self._tools, self._unbegun)
            self._unbegun = []

    def _beat(self) -> None:
        now = self._tools.clock()
        jumped = abs((now - self._beaten_at).total_seconds()) >= leases.BEAT_SECONDS
        if jumped or monotonic() - self._beaten >= leases.BEAT_SECONDS:
            require_true_clock(self._tools)
            beat(self._tools, self._holder, self._pool.held)
            self._beaten, self._beaten_at = monotonic(), now

    def _hand_out(self) -> None:
        if self._stopping or not self._pool.idle or not self._due():
            return
        for held in claim(self._tools, limit=self._pool.idle, worker=self._holder.name):
            self._pool.submit((held, *self._more_like(held)))

    def _more_like(self, held: Claim) -> tuple[Claim, ...]:
        """Claim what goes in a lot with it: looks that take less time than the way to them."""
        more = LOT.get(held.queue, 1) - 1
        return claim(self._tools, limit=more, worker=self._holder.name, queue=held.queue) if more else ()

    def _due(self) -> bool:
        with self._tools.read() as session:
            return is_due(session, self._tools.clock())


def main() -> None:
    """Run as a process of its own: `python -m docsvc.supervisor.runner`."""
    settings, place = start("runner", kind=KIND)
    runner = Runner(open_tools(settings, use=WORKER), place)
    signal.signal(signal.SIGTERM, runner.stop)
    signal.signal(signal.SIGINT, runner.stop)
    runner.run()


if __name__ == "__main__":
    main()
