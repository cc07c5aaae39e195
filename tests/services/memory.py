"""Where tests keep their files: in memory, where there is room for them.

A run makes and throws away some hundred thousand small files and a thousand databases; on a disk that takes a
tenth of its time, more on a slow one. `TMPDIR` chooses another place.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev/shm")
ROOM: Final = 4 * 1024**3
"""Bytes: all workers together have less at a time, for what passed is thrown away at once."""


def in_memory() -> None:
    """Let this process and its children keep temporary files in memory, unless they were told where."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None


in_memory()
