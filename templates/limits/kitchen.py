"""Our side: a kitchen for each process that needs one, and calls to its cooks."""

import atexit
import os
import pickle
import signal
import socket
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from threading import BoundedSemaphore, Lock
from typing import Any, NoReturn, ParamSpec, TypeVar

from templates.errors import TooHeavy
from templates.limits import walls
from templates.limits.wire import LIMITS, Broken, Call, Ending, Limits, read_answer, write
from templates.phrase import Phrase

CALLS_OF_A_COOK = 200
"""A cook is replaced after so many calls, so that nothing can grow without end."""

COOKS = max(2, min(4, os.cpu_count() or 2))
"""Calls of one process at once; others wait their turn."""

LARGEST_ANSWER = 256 * 2**20
_OPENING_SECONDS = 60
_GOING_SECONDS = 2

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class _Line:
    """A connection to one cook."""

    connection: Connection
    calls: int = 0


@dataclass(slots=True)
class _Kitchen:
    """A kitchen that runs, and those of its cooks that have nothing to do."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    idle: list[_Line] = field(default_factory=list)

    @classmethod
    def open(cls, *, warm: bool) -> "_Kitchen":
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(
                walls.command(warm=warm),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=walls.environ(),
                cwd="/",
                start_new_session=True,
            )
        return cls(process, ours)

    def line(self) -> _Line:
        """Give the line to an idle cook, or to a new one."""
        if self.idle:
            return self.idle.pop()
        ours, theirs = socket.socketpair()
        with theirs, suppress(BrokenPipeError):  # it is found dead below
            socket.send_fds(self.control, [b"c"], [theirs.fileno()])
        return _Line(Connection(ours.detach()))

    def close(self) -> None:
        """Let it end with all its cooks; kill it where it does not."""
        self.control.close()
        for line in self.idle:
            line.connection.close()
        try:
            self.process.wait(_GOING_SECONDS)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class _House:
    """The kitchen of this process; opened when first asked for, and again when it has died."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.turns = BoundedSemaphore(COOKS)
        self.kitchen: _Kitchen | None = None
        self.warm = True

    def line(self) -> _Line:
        with self.lock:
            if self.kitchen is not None and self.kitchen.process.poll() is not None:
                self.kitchen.close()
                self.kitchen = None
            self.kitchen = self.kitchen or _Kitchen.open(warm=self.warm)
            return self.kitchen.line()

    def give_back(self, line: _Line) -> None:
        with self.lock:
            if self.kitchen is None or line.calls >= CALLS_OF_A_COOK:
                line.connection.close()
            else:
                self.kitchen.idle.append(line)

    def close(self) -> None:
        with self.lock:
            if self.kitchen is not None:
                self.kitchen.close()
                self.kitchen = None


_house = _House()


def _forget() -> None:
    """Start anew in a forked process: its parent's kitchen is not its own."""
    global _house  # noqa: PLW0603 - one kitchen for one process
    _house = _House()


os.register_at_fork(after_in_child=_forget)


def start(*, warm: bool = True) -> None:
    """Open the kitchen ahead of the first call, and return at once: it warms up beside us.

    A cold one loads what a call needs when it is asked: for a command that asks once.
    """
    _house.warm = warm
    line = _house.line()
    _house.give_back(line)


@atexit.register
def stop() -> None:
    """Close the kitchen; a later call opens another."""
    _house.close()


def limited(function: Callable[P, T], limits: Limits = LIMITS) -> Callable[P, T]:
    """Give the function as one that runs in a cook, within limits.

    `function` stands at the top of a module of this package. What it raises, TemplateError and its kinds, is
    raised here. Raises TooHeavy where it took too long or too much, Broken with the traceback of any other
    failure.
    """

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        asked = write(Call(function, args, kwargs, limits))
        with _house.turns:
            ending, given = _ask(asked, limits)
        if ending is Ending.DONE:
            done: T = given
            return done
        _fail(ending, given, limits)

    return call


def _ask(asked: bytes, limits: Limits) -> tuple[Ending, Any]:
    line = _house.line()
    try:
        if not line.calls:
            _greet(line.connection)
        answer = _talk(line.connection, asked, limits)
    except (EOFError, OSError):
        answer = Ending.DIED, 0
    except BaseException:
        line.connection.close()
        raise
    line.calls += 1
    if answer[0] in {Ending.DONE, Ending.REFUSED}:
        _house.give_back(line)
    else:
        line.connection.close()  # the kitchen kills whom nobody listens to
    return answer


def _greet(connection: Connection) -> None:
    """Wait for a new cook's first word: a kitchen takes a second to warm up, and that is nobody's time."""
    try:
        if connection.poll(_OPENING_SECONDS):
            connection.recv_bytes(1)
            return
    except (EOFError, OSError):
        pass
    raise Broken("кухня не открылась: проверьте, что python -m templates.limits запускается")


def _talk(connection: Connection, asked: bytes, limits: Limits) -> tuple[Ending, Any]:
    connection.send_bytes(asked)
    if not connection.poll(limits.seconds):
        return Ending.DIED, -signal.SIGALRM
    try:
        return read_answer(connection.recv_bytes(LARGEST_ANSWER))
    except (pickle.UnpicklingError, ValueError) as error:
        return Ending.BROKEN, f"непонятный ответ: {error}"


def _fail(ending: Ending, given: Any, limits: Limits) -> NoReturn:
    if ending is Ending.REFUSED:
        raise given
    if ending is Ending.BROKEN:
        raise Broken(given)
    if ending is Ending.MEMORY:
        raise TooHeavy(Phrase("не хватило %(memory)s МБ памяти", memory=limits.memory // 2**20))
    if given == -signal.SIGALRM:
        raise TooHeavy(Phrase("прошло больше %(seconds)s с", seconds=f"{limits.seconds:g}"))
    if given == -signal.SIGXCPU:
        raise TooHeavy(Phrase("потребовалось больше %(cpu)s с процессора", cpu=limits.cpu))
    raise TooHeavy(Phrase("процесс завершился аварийно (код %(given)s)", given=given))
