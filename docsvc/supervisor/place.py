"""The place of a process among those of its kind: a file that only one of them can hold at a time.

It holds the name of its holder. Whoever takes it knows that the holder before is gone, however it went, and
may end what that one held at once instead of waiting for its leases.
"""

import hashlib
import os
import secrets
import socket
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docsvc.observe.slots import hold

MOST: Final = 256
"""Processes of one kind that share a data folder; more than that share no places."""

LONGEST_HOST, LONGEST_NAME = 40, 80
"""Characters: a name stands in every line of the log and on the page about the work."""


@dataclass(frozen=True, slots=True)
class Place:
    """A name that nobody else has; `before` had this place and is gone, `number` counts from 1."""

    name: str
    before: str
    number: int


def take_place(data: Path, kind: str) -> Place:
    """Take the first free place of a kind among those who share a data folder, until the process ends.

    Where nothing can be written, the name is as good, and nothing is known of who was there before.
    """
    for folder in (data / "run", _of_this_machine(data)):
        with suppress(OSError):  # a folder that is read only, or somebody else's
            return _first_free(folder, kind)
    return Place(_named(kind), "", 0)


def _first_free(folder: Path, kind: str) -> Place:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise PermissionError(folder)
    for number in range(1, MOST + 1):
        name = _named(f"{kind}-{number}")
        before = _take(folder / f"{kind}-{number}", name)
        if before is not None:
            return Place(name, before, number)
    raise OSError(folder)


def _of_this_machine(data: Path) -> Path:
    """Return a folder for when the data folder is read only: it lasts as long as the container."""
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"docsvc-{os.geteuid()}-{digest}"


def _named(kind: str) -> str:
    return f"{kind}:{socket.gethostname()[:LONGEST_HOST]}:{secrets.token_hex(4)}"


def _take(file: Path, name: str) -> str | None:
    """Write a name into the file and return the one that was there; None where its holder lives.

    The lock is the process's own and ends with it: unlike that of flock, no child inherits it. The descriptor
    stays open on purpose.
    """
    handle = hold(file)
    if handle is None:
        return None
    before = os.read(handle, LONGEST_NAME).decode(errors="replace")
    os.ftruncate(handle, 0)
    os.pwrite(handle, name.encode(), 0)
    return before
