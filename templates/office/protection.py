"""What stands between a document and the machine, beside LibreOffice's own locks and the limits."""

import shutil
from enum import StrEnum
from functools import lru_cache

from templates.office.command import sandbox
from templates.office.programs import output, programs


class Protection(StrEnum):
    """How LibreOffice is shut in."""

    SANDBOX = "sandbox"
    """By bubblewrap: no network, no files but programs and fonts, nothing kept."""
    FOLDER = "folder"
    """A private temporary folder only: bubblewrap is absent, or the system does not let it work."""


@lru_cache(maxsize=1)
def protection() -> Protection:
    """Find out, by trying, how LibreOffice is shut in here. Raises OfficeMissing."""
    tried = [*sandbox(programs()), "/usr/bin/true"]
    works = shutil.which("bwrap") is not None and output(tried) is not None
    return Protection.SANDBOX if works else Protection.FOLDER
