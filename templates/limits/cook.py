"""The kitchen's side: fork a cook for every connection that arrives, and see that none is left."""

import ctypes
import gc
import os
import select
import signal
import socket
import struct
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from resource import (
    RLIMIT_AS,
    RLIMIT_CORE,
    RLIMIT_CPU,
    RLIMIT_FSIZE,
    RUSAGE_SELF,
    getrlimit,
    getrusage,
    setrlimit,
)

from templates.errors import TemplateError
from templates.limits.syscalls import refuse_syscalls
from templates.limits.walls import COLD
from templates.limits.wire import Ending, read_call, write

_LARGEST_FILE = 64 * 2**20
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET


@dataclass(frozen=True, slots=True)
class _Cook:
    pid: int
    life: int  # a pidfd: readable when the process has ended
    line: socket.socket  # hangs up when whoever asked has gone or lost patience


def main() -> None:
    """Serve the connections that come through standard input until it is closed."""
    _leave_network()
    if COLD not in sys.argv:
        from templates.render import warm

        warm()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=os.dup(0)) as control:
        _keep(control)


def _leave_network() -> None:
    """Have no network from here on, where the system lets us; inside bubblewrap there is none already."""
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(_NEW_NETWORK):
        unshare(_NEW_USER | _NEW_NETWORK)


def _keep(control: socket.socket) -> None:
    cooks: dict[int, _Cook] = {}
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        for number, _ in poll.poll():
            if number in cooks:
                _dismiss(cooks[number], cooks, poll)
            elif number == control.fileno():
                given = socket.recv_fds(control, 1, 1)[1]
                if not given:
                    for cook in set(cooks.values()):
                        _dismiss(cook, cooks, poll)
                    return
                _hire(given[0], cooks, poll)


def _hire(number: int, cooks: dict[int, _Cook], poll: select.poll) -> None:
    pid = os.fork()
    if not pid:
        _cook(number)
    cook = _Cook(pid, os.pidfd_open(pid), socket.socket(fileno=number))
    cooks[cook.life] = cooks[number] = cook
    poll.register(cook.life, select.POLLIN)
    poll.register(number, 0)


def _dismiss(cook: _Cook, cooks: dict[int, _Cook], poll: select.poll) -> None:
    """Kill a cook with all that it started, and say what it died of to whoever still waits."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(cook.pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(cook.pid, 0)[1])
    for number in (cook.life, cook.line.fileno()):
        poll.unregister(number)
        del cooks[number]
    words = write((Ending.DIED.value, status))
    with suppress(OSError):  # as multiprocessing's Connection frames it, and never waiting
        cook.line.send(struct.pack("!i", len(words)) + words, socket.MSG_DONTWAIT)
    os.close(cook.life)
    cook.line.close()


def _cook(number: int) -> None:
    """Do calls until nobody asks any more; never returns."""
    try:
        os.setsid()
        os.closerange(3, number)
        os.closerange(number + 1, 1024)
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123 - a device
            for stream in range(3):
                os.dup2(nothing.fileno(), stream)
        for kind, most in ((RLIMIT_CORE, 0), (RLIMIT_FSIZE, _LARGEST_FILE)):
            setrlimit(kind, (most, most))
        refuse_syscalls()
        _serve(Connection(number))
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _serve(connection: Connection) -> None:
    connection.send_bytes(b".")
    while True:
        connection.send_bytes(_answer(connection.recv_bytes()))


def _answer(raw: bytes) -> bytes:
    try:
        return _do(raw)
    except TemplateError as error:
        return write((Ending.REFUSED.value, error))
    except MemoryError:
        return write((Ending.MEMORY.value, ""))
    except Exception:  # noqa: BLE001 - told to whoever asked
        return write((Ending.BROKEN.value, traceback.format_exc()))


def _do(raw: bytes) -> bytes:
    call = read_call(raw)
    used = getrusage(RUSAGE_SELF)
    _allow(RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + call.limits.cpu)
    _allow(RLIMIT_AS, call.limits.memory)
    return write((Ending.DONE.value, call.function(*call.args, **call.kwargs)))


def _allow(kind: int, most: int) -> None:
    setrlimit(kind, (most, getrlimit(kind)[1]))
