"""The programs from outside: LibreOffice, and the Python that can talk to it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from templates.errors import OfficeMissing

SYSTEM_PYTHON: Final = Path("/usr/bin/python3")
_LOOK_SECONDS = 20
_SURROUNDINGS = {"HOME": "/dev/null", "PATH": "/usr/bin:/bin"}
"""No folder, and none that root could make: LibreOffice leaves files even when asked for its version."""


@dataclass(frozen=True, slots=True)
class Programs:
    """What makes a PDF: LibreOffice's `soffice.bin`, and a Python that has its `uno`."""

    soffice: Path
    python: Path


@lru_cache(maxsize=1)
def programs() -> Programs:
    """Find LibreOffice and its Python. Raises OfficeMissing."""
    if (soffice := _soffice()) is None:
        raise OfficeMissing("LibreOffice")
    own = soffice.with_name("python")  # builds that do not come from a distribution
    if (python := next(filter(_has_uno, (own, SYSTEM_PYTHON)), None)) is None:
        raise OfficeMissing("python3-uno")
    return Programs(soffice, python)


@lru_cache(maxsize=1)
def version() -> str:
    """Ask LibreOffice for its version, such as "7.4.7.2"; empty where it tells none. Raises OfficeMissing."""
    words = output([str(programs().soffice), "--version"]) or ""
    return next((word for word in words.split() if word[0].isdigit()), "")


def output(command: list[str]) -> str | None:
    """Run a program that should take no time; return what it printed, or None where it failed."""
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=_SURROUNDINGS,
            check=True,
            timeout=_LOOK_SECONDS,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None


def _soffice() -> Path | None:
    named = filter(None, map(shutil.which, ("soffice", "libreoffice")))
    real = (Path(name).resolve().with_name("soffice.bin") for name in named)
    return next((program for program in real if os.access(program, os.X_OK)), None)


def _has_uno(python: Path) -> bool:
    return output([str(python), "-s", "-c", "import uno"]) is not None
