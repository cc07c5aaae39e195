"""What an administrator starts: `docsvc serve` or `docsvc worker`, started again whenever it is gone."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.battery.processes import Process, descendants
from tests.services.layouts import alone

STOP_SECONDS = 100.0


class Node:
    """One command and all its processes; `parts` names what may be killed, by a word of its command line."""

    def __init__(self, *arguments: str, environ: Mapping[str, str], parts: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-m", "docsvc", *arguments]
        self._environ, self._parts = environ, parts
        self._log = Path(environ["DOCSVC_DATA"]) / f"{arguments[0]}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def names(self) -> list[str]:
        """Return what can be killed here: each part, and everything at once."""
        return [*self._parts, f"node ({self._command[3]})"]

    def keep(self) -> None:
        """Start it where it does not run, as a service manager does."""
        if self._process is not None and self._process.poll() is None:
            return
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=alone(self._environ), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str, chance: random.Random) -> bool:
        """Kill one process of a part, or the whole node; tell whether there was anything to kill."""
        if self._process is None:
            return False
        family = descendants(self._process.pid)
        if name not in self._parts:
            self._kill_all(family)
            return True
        found = [each for each in family if self._parts[name] in each.command]
        if found:
            chance.choice(found).kill()
        return bool(found)

    def said(self) -> str:
        """Return the end of what its processes wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def stop(self) -> None:
        """Ask it to finish; whatever does not is ended."""
        if self._process is None:
            return
        family = descendants(self._process.pid)
        self._process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self._kill_all(family)

    def _kill_all(self, family: list[Process]) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for each in family:
            each.kill()
        self._process.wait()
