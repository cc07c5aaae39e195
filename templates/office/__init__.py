"""DOCX into PDF by LibreOffice: one warm, watched, shut-in instance for each process that asks.

An instance starts with the first `to_pdf`, or before it by `start`, and ends with the process, however that
ends. Nothing of LibreOffice is looked for before.
"""

import atexit
import os

from templates.office.fonts import readable
from templates.office.keeper import Keeper
from templates.office.programs import programs, version
from templates.office.protection import Protection, protection

__all__ = ["Protection", "programs", "protection", "start", "stop", "to_pdf", "version"]

SECONDS = 60.0

_keepers: dict[int, Keeper] = {}  # by process: a forked child must not talk on its parent's pipes


def to_pdf(docx: bytes, *, seconds: float = SECONDS) -> bytes:
    """Make PDF/A-3b of a Word document: tagged, with an outline, bookmarks as named destinations.

    Fields of page numbers are computed, links not updated, tracked changes shown as accepted. Calls of one
    process take turns; `seconds` count from a call's turn, a start of LibreOffice included.
    Raises OfficeMissing; ConversionFailed where no PDF with a page in it came out in time.
    """
    return _keeper().convert(readable(docx), seconds)


def start() -> None:
    """Start LibreOffice for this process and return at once; where it is absent, `to_pdf` will tell."""
    _keeper().start()


def stop() -> None:
    """End this process's LibreOffice after the calls that wait, and leave nothing of it behind."""
    keeper = _keepers.pop(os.getpid(), None)
    if keeper is not None:
        keeper.stop()


def _keeper() -> Keeper:
    keeper = _keepers.get(os.getpid())
    if keeper is None:
        atexit.register(stop)
        keeper = _keepers.setdefault(os.getpid(), Keeper())
    return keeper
