"""Processes that have to be there: started, started again when they die, told to go together."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Final

from docsvc.observe import logs
from docsvc.relay.pool import JOB_SECONDS
from docsvc.supervisor.parent import PARENT, end_quickly

log = logs.logger(__name__)

RELAY: Final = "docsvc.supervisor.relay"
"""Beside a web server and beside workers."""

WEB_GRACE_SECONDS: Final = 30
JOB_GRACE_SECONDS: Final = JOB_SECONDS + 5
"""A job in hand is finished; it takes no longer than it may."""

RESTART_SECONDS: Final = 1.0
WATCH_SECONDS: Final = 0.2

Process = subprocess.Popen[bytes]


@dataclass(slots=True)
class Child:
    """A process that has to be there; `command` starts it again.

    On a reload it is told to go, and comes back. One that tells when it is `ready` is joined by the next one
    before, so that there is always one. `grace` is how long it may take to go, in seconds.
    """

    command: Sequence[str]
    environ: Mapping[str, str] = field(repr=False)
    grace: float = JOB_GRACE_SECONDS
    descriptors: tuple[int, ...] = ()
    ready: Callable[[int], bool] | None = None
    process: Process | None = None
    following: Process | None = None
    leaving: list[Process] = field(default_factory=list)
    started: float = 0.0

    @property
    def lives(self) -> bool:
        """Tell whether the process is there."""
        return _lives(self.process)

    def keep(self) -> None:
        """Start the process when it is not running, at most once a second; let the next one take over."""
        self.leaving = [each for each in self.leaving if each.poll() is None]
        if self.following is not None:
            self._let_follow(self.following)
        if self.lives or monotonic() - self.started < RESTART_SECONDS:
            return
        if self.process is not None and self.process.returncode:
            log.warning("child_died", status=self.process.returncode)
        self.process = self._start()

    def reload(self) -> None:
        """Have another process take over from this one, after what that one has in hand."""
        if self.ready is None or not self.lives:
            _tell(self.process)
        elif self.following is None:
            self.following = self._start()

    def leave(self) -> None:
        """Tell every process of it to go."""
        for each in (self.process, self.following, *self.leaving):
            _tell(each)

    def wait(self, until: float) -> None:
        """Wait for all to be gone until a moment (monotonic); kill what takes longer."""
        for each in (self.process, self.following, *self.leaving):
            if each is not None:
                _wait(each, until)

    def _start(self) -> Process:
        self.started = monotonic()
        environ = {**self.environ, PARENT: str(os.getpid())}
        return subprocess.Popen(self.command, env=environ, pass_fds=self.descriptors)

    def _let_follow(self, following: Process) -> None:
        if following.poll() is not None:  # the new code or settings do not work: the old go on
            log.error("reload_failed", status=following.returncode)
            self.following = None
        elif self.ready is not None and self.ready(following.pid):
            _tell(self.process)
            self.leaving += [self.process] if self.process else []
            self.process, self.following = following, None


def keep_running(
    children: Sequence[Child],
    *,
    begun: Callable[[], object] = lambda: None,
    stopping: Callable[[], object] = lambda: None,
) -> None:
    """Keep the children there until SIGTERM or Ctrl-C; on SIGHUP each is replaced after what it has in hand.

    `begun` is called once they have been started, `stopping` before they are told to go.
    """
    end_quickly()
    asked: set[int] = set()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda number, _frame: asked.add(number))
    _keep(children)
    begun()
    while not asked & {signal.SIGTERM, signal.SIGINT}:
        if signal.SIGHUP in asked:
            asked.discard(signal.SIGHUP)
            for child in children:
                child.reload()
        _keep(children)
        sleep(WATCH_SECONDS)
    stopping()
    _stop(children)


def _keep(children: Sequence[Child]) -> None:
    for child in children:
        child.keep()


def _stop(children: Sequence[Child]) -> None:
    """Tell all of them at once, and wait for each as long as it may take."""
    asked = monotonic()
    for child in children:
        child.leave()
    for child in children:
        child.wait(asked + child.grace)


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours."""
    return [sys.executable, "-m", module, *arguments]


def _lives(process: Process | None) -> bool:
    return process is not None and process.poll() is None


def _tell(process: Process | None) -> None:
    if process is not None and process.poll() is None:
        process.send_signal(signal.SIGTERM)


def _wait(process: Process, until: float) -> None:
    try:
        process.wait(max(until - monotonic(), 0.0))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
