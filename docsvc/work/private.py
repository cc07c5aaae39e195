"""What an installation writes is readable by its owner alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

PRIVATE_UMASK = 0o077


def write_privately() -> None:
    """Keep whatever this process and its children write from other users of the machine."""
    os.umask(PRIVATE_UMASK)


@contextmanager
def private_files() -> Iterator[None]:
    """Do the same within a block: the umask belongs to the whole process, so it is put back."""
    before = os.umask(PRIVATE_UMASK)
    try:
        yield
    finally:
        os.umask(before)
