"""Looking at one part within a bound of time, however many ask and however long the part is silent."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic

from docsvc.health.parts import Fault, Part
from docsvc.observe import logs

log = logs.logger(__name__)

ILL_SECONDS = 1.0
"""How long a fault is believed before the next who asks makes another look."""


@dataclass(slots=True)
class Watch:
    """One `part` and the last look at it; `keep` is how long a good one is believed, in seconds.

    At most one look is under way: what hangs cannot pile up, and the threads end with the process.
    """

    part: Part
    look: Callable[[], Fault]
    keep: float = 1.0
    _lock: Lock = field(default_factory=Lock)
    _last: "Future[Fault] | None" = None
    _began: float = 0.0

    def ask(self) -> "Future[Fault]":
        """Return the last look if it is fresh or under way, else begin another."""
        with self._lock:
            if self._last is None or self._is_old(self._last):
                self._last, self._began = Future(), monotonic()
                Thread(target=self._run, args=(self._last,), daemon=True, name="health").start()
            return self._last

    def _is_old(self, last: "Future[Fault]") -> bool:
        if not last.done():
            return False
        keep = self.keep if last.result() is Fault.FINE else min(self.keep, ILL_SECONDS)
        return monotonic() - self._began > keep

    def _run(self, answer: "Future[Fault]") -> None:
        try:
            found = self.look()
        except Exception as error:
            log.warning("part_unreachable", part=self.part.value, exc_info=error)
            found = Fault.UNREACHABLE
        answer.set_result(found)
