"""A real Redis for tests: on a port of its own, without persistence, killed and started anew at will."""

import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.services.patience import PATIENCE_SECONDS
from tests.services.ports import free_port
from tests.services.programs import require


@dataclass(slots=True)
class RedisServer:
    """A server on loopback that asks for a password; what it holds is gone when it ends, however it ends."""

    program: Path
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=secrets.token_hex, repr=False)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def client(self) -> Redis:
        return Redis.from_url(self.url)

    def start(self) -> None:
        """Start it, empty, on the same port as ever."""
        options = {
            "port": self.port,
            "bind": "127.0.0.1",
            "requirepass": self.password,
            "save": "",
            "appendonly": "no",
            "dir": tempfile.gettempdir(),
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        # setpriv: it must not outlive its test process.
        command = ("setpriv", "--pdeathsig", "KILL", str(self.program), *arguments)
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await_start()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def _await_start(self) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with suppress(RedisError), self.client() as client:
                client.ping()
                return
            time.sleep(0.02)
        pytest.fail("Redis did not start", pytrace=False)


@contextmanager
def running_redis(program: Path) -> Iterator[RedisServer]:
    """Run a server until the end."""
    server = RedisServer(program)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def redis_session() -> Iterator[RedisServer]:
    with running_redis(require("redis")) as server:
        yield server


@pytest.fixture
def redis_server(redis_session: RedisServer) -> RedisServer:
    """An empty server; a test that kills it starts it again."""
    with redis_session.client() as client:
        client.flushall()
    return redis_session
