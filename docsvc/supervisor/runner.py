"""The embedded runner: one process that hands the outbox's work to its pool until it is told to stop."""

import os
import signal
from datetime import UTC, datetime
from types import FrameType

from docsvc.config import read_settings
from docsvc.relay.outbox import claim, fail, next_due, reclaim_all, succeed
from docsvc.relay.pool import Pool
from docsvc.supervisor.hand import serve_hand
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work import write_privately

TICK_SECONDS = 0.1
"""How long the runner sleeps before it looks for due work again; the look is one indexed read."""


class Runner:
    """Claims, submits and reports; stops after the work in hand when asked to."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._pool = Pool(serve_hand, tools.settings.runners, preload="docsvc.supervisor.preload")
        self._stopping = False

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Finish what is in hand, then return from `run`."""
        self._stopping = True

    def run(self) -> None:
        """Work until `stop`: a lease that an earlier runner left behind is ended first."""
        reclaim_all(self._tools)
        while not self._stopping:
            self._hand_out()
            self._report(TICK_SECONDS)
        while self._pool.busy:
            self._report(TICK_SECONDS)
        self._pool.close()

    def _hand_out(self) -> None:
        if not self._pool.idle or not self._due():
            return
        for held in claim(self._tools, limit=self._pool.idle):
            self._pool.submit(held)

    def _due(self) -> bool:
        with self._tools.read() as session:
            due = next_due(session)
        return due is not None and due <= datetime.now(UTC)

    def _report(self, seconds: float) -> None:
        for outcome in self._pool.collect(seconds):
            if outcome.error:
                fail(self._tools, outcome.held, outcome.error)
            else:
                succeed(self._tools, outcome.held)


def main() -> None:
    """Run as a process of its own: `python -m docsvc.supervisor.runner`."""
    write_privately()
    runner = Runner(open_tools(read_settings(os.environ)))
    signal.signal(signal.SIGTERM, runner.stop)
    signal.signal(signal.SIGINT, runner.stop)
    runner.run()


if __name__ == "__main__":
    main()
