"""A folder for what lives no longer than its node: figures, who of it answers, temporary files.

A killed node tidies nothing up, and among its temporary files may be a document. So all of them lie in one
folder that its processes hold by a shared lock, and the next node removes what nobody holds.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from docsvc.observe import metrics
from docsvc.observe.slots import hold

FOLDER: Final = "DOCSVC_SCRATCH"
"""Names the folder in the environment of a node's processes."""

PREFIX: Final = "docsvc-node-"
HELD: Final = "held"
FIGURES: Final = "figures"


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """Make the folder of a node, which goes when the node stops; yield what its processes are told of it."""
    _remove_left()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    handle = _hold_first(folder)
    try:
        (folder / FIGURES).mkdir(mode=0o700)
        yield {FOLDER: str(folder), metrics.FOLDER: str(folder / FIGURES)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def move_in() -> None:
    """Hold the folder of one's node until the process ends, and keep temporary files there."""
    told = os.environ.get(FOLDER)
    if told is None or not Path(told).is_dir():
        return
    _stay_in(Path(told))
    os.environ["TMPDIR"] = told  # for whoever is started from here on
    tempfile.tempdir = told


def _hold_first(folder: Path) -> int:
    """Lock the file before it has its name: else another node might take the folder for left."""
    handle = _lock(folder / f"{HELD}.new")
    (folder / f"{HELD}.new").rename(folder / HELD)
    return handle


def _stay_in(folder: Path) -> int:
    """Lock it beside others of the node: until the process ends, and for no child of it, unlike by flock."""
    return _lock(folder / HELD)


def _lock(file: Path) -> int:
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.lockf(handle, fcntl.LOCK_SH)
    return handle


def _remove_left() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another user's, or gone meanwhile
            _remove_unless_held(left)


def _remove_unless_held(folder: Path) -> None:
    # One without the file is another's who is just beginning.
    if (folder / HELD).exists() and (handle := hold(folder / HELD)) is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
