"""Folders that survive a power cut.

OpenDAL's `fs` with an atomic write folder writes a temporary file, calls fsync on it and renames it into
place, but never calls fsync on the folders (seen with strace on opendal 0.47). Without that, a rename or a
new folder may be gone after a power cut although the write was reported as done.
"""

import os
from collections.abc import Iterable
from pathlib import Path

_PRIVATE = 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, to outlast a power cut; only its owner may look in."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=_PRIVATE, exist_ok=True)
    sync_folders(one.parent for one in missing)


def sync_folders(folders: Iterable[Path]) -> None:
    """Make the names in these folders last, in the order given."""
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
