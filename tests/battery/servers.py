"""PostgreSQL and Redis as a machine runs them: killed at any moment, started again at once."""

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psycopg

from tests.battery.processes import descendants
from tests.services.postgres import OWNER, SETTINGS, _as_owner, _initialise
from tests.services.programs import require
from tests.services.redis import RedisServer

START_SECONDS = 120.0
DURABLE = {"synchronous_commit": "on"}
"""What is told to be committed is with the operating system, which outlives every kill here."""


class Database:
    """A cluster of PostgreSQL in a folder of its own."""

    name = "postgres"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._binaries = require("postgresql").parent
        self._as_owner = _as_owner(folder)
        _initialise((*self._as_owner, str(self._binaries / "initdb")), folder)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{OWNER}@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start it and wait until it has recovered; what a killed one left may take a moment to go."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process is None or self._process.poll() is not None:
                self._process = self._begin()
            with suppress(psycopg.OperationalError), self._connect():
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text(errors="replace")[-3000:])

    def kill(self, chance: random.Random) -> str:
        """Kill the server, or one connection's process, which makes the server end all others and recover."""
        assert self._process is not None
        backends = [
            each
            for each in descendants(self._process.pid)
            if "docsvc" in each.command or "[local]" in each.command
        ]
        if backends and chance.random() < 0.5:
            chance.choice(backends).kill()
            return "postgres connection"
        self._process.kill()
        self._process.wait()
        self.start()
        return "postgres"

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            self._process.kill()
            self._process.wait()

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres", connect_timeout=2)

    def _begin(self) -> "subprocess.Popen[bytes]":
        settings = SETTINGS | DURABLE | {"unix_socket_directories": str(self.folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = (
            *self._as_owner,
            str(self._binaries / "postgres"),
            "-D",
            str(self.folder / "data"),
            *options,
        )
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )


class RedisThatDies:
    """A Redis that comes back empty."""

    name = "redis"

    def __init__(self, server: RedisServer) -> None:
        self.server = server

    def kill(self, chance: random.Random) -> str:
        """Kill it, let it be away for a moment, and start it with nothing in it."""
        self.server.kill()
        time.sleep(chance.uniform(0, 1))
        self.server.start()
        return self.name


class Server(Protocol):
    """Something that runs beside docsvc, can be killed, and is there again when that is done."""

    name: str

    def kill(self, chance: random.Random) -> str:
        """Kill it or a part of it, start it again, and say what it was."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder that a server of another user may enter, and remove it with all that it holds."""
    folder = Path(tempfile.mkdtemp(prefix="docsvc-battery-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
