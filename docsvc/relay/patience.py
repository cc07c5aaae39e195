"""Going on when the database or Redis does not answer, or a clock is wrong: growing pauses, one line."""

from collections.abc import Callable
from time import monotonic, sleep
from types import TracebackType
from typing import Final

from redis.exceptions import RedisError

from docsvc.errors import DatabaseUnavailable
from docsvc.observe import logs
from docsvc.relay.true_clock import ClockApart

log = logs.logger(__name__)

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 0.8
"""Seconds: whoever waits goes on within a second of the other's return."""

REMINDED: Final = 60.0
"""Seconds between two lines about the same absence."""

OUTAGES: Final = {RedisError: "redis", ClockApart: "clock", DatabaseUnavailable: "database"}
"""What passes by itself or is mended elsewhere, and the part that ails."""


class Patience:
    """`with patience: …` does a turn of work; an outage ends the turn, is told of, and costs a pause.

    `pause` is what waits, in seconds: something that a request to stop interrupts.
    """

    def __init__(self, pause: Callable[[float], object] = sleep) -> None:
        self._sleep = pause
        self._since: float | None = None
        self._told = 0.0
        self._pause = FIRST_PAUSE

    def __enter__(self) -> None:
        """Begin a turn."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _where: TracebackType | None
    ) -> bool:
        """Swallow an outage after a pause; let everything else through."""
        if error is None:
            self._over()
            return False
        if not isinstance(error, tuple(OUTAGES)):
            return False
        self._tell(error)
        self._sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return True

    def insist(self, act: Callable[[], object], *, unless: Callable[[], bool]) -> None:
        """Do something once, however often it has to be tried; give up when `unless` says so."""
        while not unless():
            with self:
                act()
                return

    def _tell(self, error: BaseException) -> None:
        # The part only: what a driver says may name an address or a user.
        now = monotonic()
        if self._since is None:
            self._since = now
        elif now - self._told < REMINDED:
            return
        self._told = now
        part = next(part for kind, part in OUTAGES.items() if isinstance(error, kind))
        log.warning("waiting", part=part, reason=type(error).__name__.lower())

    def _over(self) -> None:
        if self._since is not None:
            log.warning("going_on", ms=round(1000 * (monotonic() - self._since)))
        self._since, self._pause = None, FIRST_PAUSE
