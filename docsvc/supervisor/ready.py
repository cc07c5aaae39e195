"""How a process says that it works, so that the one before it may go: by a file in a folder of its node."""

import os
from pathlib import Path
from typing import Final

from docsvc.supervisor.scratch import FOLDER

READY: Final = "ready"


def ready_folder(scratch: str) -> Path:
    """Make and return the folder in which the processes of a node say so."""
    folder = Path(scratch, READY)
    folder.mkdir(mode=0o700)
    return folder


def say_ready(started: int) -> None:
    """Say that this process works; `started` is whom the supervisor has started: itself, or its master."""
    scratch = os.environ.get(FOLDER)
    if scratch and (folder := Path(scratch, READY)).is_dir():
        (folder / f"{started}-{os.getpid()}").touch()


def answering(folder: Path, started: int) -> int:
    """Return how many processes of the one that was started have said so."""
    return len(list(folder.glob(f"{started}-*")))
