"""The processes of this machine as a family: who descends from whom, and by which words they are known."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    """A living process and its command line."""

    pid: int
    parent: int
    command: str

    def kill(self) -> None:
        """End it as a power cut would; it may be gone already."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def descendants(pid: int) -> list[Process]:
    """Return every living process below one, the nearest first."""
    everybody = [each for each in map(_read, Path("/proc").iterdir()) if each is not None]
    found, above = [], {pid}
    while below := [each for each in everybody if each.parent in above]:
        found += below
        above = {each.pid for each in below}
    return found


def _read(entry: Path) -> Process | None:
    if not entry.name.isdigit():
        return None
    try:
        command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        state, parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else Process(int(entry.name), int(parent), command)
