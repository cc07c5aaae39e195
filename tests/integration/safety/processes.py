"""The processes that a test has started."""

import os
from pathlib import Path


def below() -> set[int]:
    """The living and the dead below this process."""
    above: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                above[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    found = {os.getpid()}
    while more := {pid for pid, parent in above.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}
