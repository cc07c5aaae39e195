"""A place of its own for each process that measures: taken anew when its holder has died.

Figures live in one file a process. Named by process ids the files of the dead would pile up, for a process
of the pool is replaced after some hundred jobs; a free place is taken over with what it has counted.
"""

import fcntl
import os
from itertools import count
from pathlib import Path


class Slot:
    """The number of this process's place in a folder; a child that was forked gets its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._owner, self._number, self._lock = 0, "", -1

    def __call__(self) -> str:
        """Return the number; a record lock holds it, which ends with the process and no fork inherits."""
        if self._owner != os.getpid():
            self._take()
        return self._number

    def _take(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)  # of the parent: its lock is not this process's to lose
        for number in count():
            handle = hold(self._folder / f"{number}.slot")
            if handle is not None:
                self._owner, self._number, self._lock = os.getpid(), str(number), handle
                return


def hold(file: Path) -> int | None:
    """Lock a file while this process lives and return its descriptor; None where another holds it."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
