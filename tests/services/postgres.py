"""A real PostgreSQL for tests: a cluster for each test process, an empty database for each test.

The cluster lives in a temporary folder, listens on a socket in it alone, and is never made durable: it is
thrown away. With pytest-xdist every worker has its own, so that nothing is shared and nothing can collide.
"""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.services.patience import PATIENCE_SECONDS
from tests.services.programs import require

OWNER = "postgres"
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running cluster that anybody on this machine who can enter its folder may use as its owner."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """Return the address of a database as SQLAlchemy reads it."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def create(self, *, template: str = "template0") -> str:
        """Make a database as a copy of a template that nobody is connected to, and return its name."""
        name = f"test_{next(self.numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, database: str) -> None:
        """Remove a database; whoever is still connected is cut off."""
        self._run("DROP DATABASE {} WITH (FORCE)", database)

    def _run(self, statement: str, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def connect(self) -> psycopg.Connection:
        """Connect to the database in which databases are made."""
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True)


@contextmanager
def running_postgres(binaries: Path) -> Iterator[Postgres]:
    """Make a cluster with the programs of a folder, run it, and remove it with all that it holds."""
    folder = Path(tempfile.mkdtemp(prefix="docsvc-postgres-"))
    try:
        as_owner = _as_owner(folder)
        _initialise((*as_owner, str(binaries / "initdb")), folder)
        with _server((*as_owner, str(binaries / "postgres")), folder):
            yield Postgres(folder)
    finally:
        shutil.rmtree(folder)


def _as_owner(folder: Path) -> Sequence[str]:
    """Return how a command begins: PostgreSQL refuses root, and must not outlive its test process."""
    prefix = ("setpriv", "--pdeathsig", "INT")
    if os.geteuid() != 0:
        return prefix
    shutil.chown(folder, OWNER, OWNER)
    return (*prefix, "--reuid", OWNER, "--regid", OWNER, "--init-groups")


def _initialise(initdb: Sequence[str], folder: Path) -> None:
    options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", f"--username={OWNER}")
    subprocess.run((*initdb, *options, str(folder / "data")), cwd=folder, check=True, capture_output=True)


@contextmanager
def _server(postgres: Sequence[str], folder: Path) -> Iterator[None]:
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            (*postgres, "-D", str(folder / "data"), *options),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        _await_start(process, Postgres(folder), log)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE_SECONDS)


def _await_start(process: "subprocess.Popen[bytes]", postgres: Postgres, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(psycopg.OperationalError), postgres.connect():
            return
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}", pytrace=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres(require("postgresql").parent) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """The database that each test's is copied from; override it with one that is migrated."""
    return "template0"


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    database = postgres.create(template=postgres_template)
    yield postgres.url(database)
    postgres.drop(database)
