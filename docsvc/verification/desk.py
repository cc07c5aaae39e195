"""`python -m docsvc.verification.desk`: a desk, where files from anybody are checked.

It is started without our environment, has no network, loads the verifier once and opens nothing: no database,
no key, no file. For each connection that arrives through its standard input it forks a clerk, who checks one
file within bounds, answers and is gone; whatever a file does to its clerk, the next one is as new.
"""

import ctypes
import gc
import json
import os
import signal
import socket
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NPROC, setrlimit
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

from signing import Trusted

IDLE_SECONDS: Final = 600
"""A desk at which nobody asks for so long is closed."""

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET
_DUMPABLE: Final = 4  # PR_SET_DUMPABLE
_PROCESSES: Final = 4096


def main() -> None:
    """Serve the connections that come through standard input until it is closed, or nobody comes."""
    _leave()
    from docsvc.verification.file import verify_file
    from signing import detached, verification

    _ = verify_file, detached, verification  # loaded for the clerks
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a clerk
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=os.dup(0)) as control, suppress(TimeoutError):
        control.settimeout(IDLE_SECONDS)
        while given := socket.recv_fds(control, 1, 1)[1]:
            if not os.fork():
                _clerk(given[0])
            os.close(given[0])


def _leave() -> None:
    """Have no network from here on, where the system lets us, and be looked into by no clerk."""
    libc = ctypes.CDLL(None)
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    if libc.unshare(_NEW_NETWORK):
        libc.unshare(_NEW_USER | _NEW_NETWORK)


def _clerk(number: int) -> NoReturn:
    """Check one file and answer; leave without a word where that fails."""
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # openssl is waited for
        os.closerange(3, number)
        os.closerange(number + 1, 1024)
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123 - a device
            for stream in range(3):
                os.dup2(nothing.fileno(), stream)
        _serve(Connection(number))
    except (EOFError, OSError, MemoryError):
        pass
    finally:
        os._exit(0)


def _serve(connection: Connection) -> None:
    connection.send_bytes(b".")
    asked = json.loads(connection.recv_bytes())
    _bind(asked["bounds"])
    parts = [connection.recv_bytes() for _ in range(asked["parts"])]
    connection.send_bytes(json.dumps(_checked(asked, parts)).encode())


def _bind(bounds: Mapping[str, int]) -> None:
    """Take from this process what it does not need."""
    signal.alarm(bounds["seconds"])
    for kind, most in (
        (RLIMIT_AS, bounds["memory"]),
        (RLIMIT_CPU, bounds["cpu"]),
        (RLIMIT_FSIZE, bounds["written"]),
        (RLIMIT_NPROC, _PROCESSES),
        (RLIMIT_CORE, 0),
    ):
        setrlimit(kind, (most, most))


def _checked(asked: Mapping[str, Any], parts: list[bytes]) -> Mapping[str, Any]:
    from docsvc.verification.file import verify_file

    data, certificate, *given = parts
    trusted = Trusted(
        roots=tuple(given[: asked["roots"]]),
        seals=frozenset(asked["seals"]),
        lists=tuple(given[asked["roots"] :]),
        known_at=datetime.fromisoformat(asked["known_at"]) if asked["known_at"] else None,
    )
    report = verify_file(
        data,
        trusted=trusted,
        certificate=certificate or None,
        sha256=asked["sha256"],
        language=asked["language"],
        zone=ZoneInfo(asked["zone"]) if asked["zone"] else UTC,
    )
    return report.plain()


if __name__ == "__main__":
    main()
