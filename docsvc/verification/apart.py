"""Check a file from anybody in a process of its own: bounded memory and time, no secrets, nothing kept.

Ours is the side that asks: it has a desk (`docsvc.verification.desk`) started at the first file, and gives
each file to a clerk of its own there. What comes back is read as text: a file may have taken its clerk over.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Final
from zoneinfo import ZoneInfo

from docsvc.verification.report import Finding, Outcome, Report, read_report
from docsvc.verification.words import say
from signing import Trusted


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one check may take: seconds by the clock and of a processor; bytes of memory, and of a file."""

    seconds: int
    cpu: int
    memory: int
    written: int


ANYBODYS: Final = Bounds(seconds=30, cpu=20, memory=2**30, written=2**25)
"""For a file that anybody brings. Only openssl writes files, of what it checks."""

OWN: Final = Bounds(seconds=120, cpu=60, memory=2**32, written=2**29)
"""For the command line, whose files may be large. One of ours with fifty signatures takes a second."""

_AT_ONCE: Final = 2
_OPENING_SECONDS: Final = 60
_GOING_SECONDS: Final = 2
_LONGEST_ANSWER: Final = 2**24
_PACKAGE: Final = Path(__file__).parents[2]
_SHM: Final = Path("/dev/shm")  # noqa: S108 - memory that looks like a folder


def check_safely(
    data: bytes,
    *,
    trusted: Trusted,
    certificate: bytes | None = None,
    sha256: str | None = None,
    language: str = "ru",
    zone: ZoneInfo | None = None,
    bounds: Bounds = ANYBODYS,
) -> Report:
    """Check a file as `verify_file` does, at arm's length; return a report, whatever happens.

    Without a `zone` times are told in UTC.
    """
    parts = (data, certificate or b"", *trusted.roots, *trusted.lists)
    asked = {
        "parts": len(parts),
        "roots": len(trusted.roots),
        "seals": sorted(trusted.seals),
        "known_at": trusted.known_at.isoformat() if trusted.known_at else None,
        "sha256": sha256,
        "language": language,
        "zone": zone.key if zone else "",
        "bounds": asdict(bounds),
    }
    try:
        with _room.turns, _room.clerk() as clerk:
            return read_report(json.loads(_ask(clerk, json.dumps(asked).encode(), parts, bounds)))
    except (EOFError, OSError, ValueError, RecursionError):
        return Report((Finding("", say(language, "heavy"), Outcome.BROKEN, "heavy"),))


def _ask(clerk: Connection, asked: bytes, parts: Sequence[bytes], bounds: Bounds) -> bytes:
    for each in (asked, *parts):
        clerk.send_bytes(each)
    if not clerk.poll(bounds.seconds + _GOING_SECONDS):
        raise EOFError
    return clerk.recv_bytes(_LONGEST_ANSWER)


@dataclass(frozen=True, slots=True)
class _Desk:
    """A desk that runs."""

    process: subprocess.Popen[bytes]
    control: socket.socket

    @classmethod
    def open(cls) -> "_Desk":
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "docsvc.verification.desk"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environ(),
                cwd="/",
                start_new_session=True,
            )
        return cls(process, ours)

    def line(self) -> Connection:
        """Give a line to a new clerk; one that nobody will answer on, where the desk has closed."""
        ours, theirs = socket.socketpair()
        with theirs, suppress(BrokenPipeError):
            socket.send_fds(self.control, [b"f"], [theirs.fileno()])
        return Connection(ours.detach())

    def close(self) -> None:
        """Let it end, and kill it where it does not; clerks at work finish by themselves."""
        self.control.close()
        try:
            self.process.wait(_GOING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class _Room:
    """Where the desk of this process stands; opened when first asked for, and again when it has closed."""

    def __init__(self) -> None:
        self.turns = BoundedSemaphore(_AT_ONCE)
        self.desk: _Desk | None = None
        self._lock = Lock()

    def clerk(self) -> Connection:
        """Give a line to a new clerk, who has said that they are there. Raises EOFError where none comes."""
        for _ in range(2):  # a desk may have closed just now
            with self._lock:
                self.desk = self.desk or _Desk.open()
                desk, line = self.desk, self.desk.line()
            with suppress(EOFError, OSError):
                if line.poll(_OPENING_SECONDS) and line.recv_bytes(1):
                    return line
            line.close()
            self.close(desk)
        raise EOFError

    def close(self, desk: _Desk | None = None) -> None:
        """Close the desk, if it is still the one that is meant."""
        with self._lock:
            if self.desk is not None and (desk is None or desk is self.desk):
                self.desk.close()
                self.desk = None


_room = _Room()


def _forget() -> None:
    """Start anew in a forked process: its parent's desk is not its own."""
    global _room  # noqa: PLW0603 - one desk for one process
    _room = _Room()


os.register_at_fork(after_in_child=_forget)


@atexit.register
def close() -> None:
    """Close the desk of this process; a later check opens another."""
    _room.close()


def _environ() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    folder = {"TMPDIR": str(_SHM)} if os.access(_SHM, os.W_OK) else {}
    return kept | folder | {"PYTHONPATH": str(_PACKAGE), "PYTHONDONTWRITEBYTECODE": "1"}
