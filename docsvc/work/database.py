"""The two engines of an installation: one that writes, one that only reads."""

import os
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, ExceptionContext, make_url

BUSY_TIMEOUT_MS: Final = 30_000
_AGAIN_SECONDS: Final = 0.02
POOL_SECONDS: Final = 15
"""How long a thread waits for a connection that others hold; then its person is asked to try again."""

RECYCLE_SECONDS: Final = 1800
"""A connection is replaced after half an hour: what lies between us and the server forgets idle ones."""

TCP: Final = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 30,  # seconds
    "keepalives_interval": 10,  # seconds
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}
"""A server that went without a word is noticed in a minute. Source: PostgreSQL, libpq."""

_VALUES = re.compile(r"^DETAIL:.*$", re.MULTILINE)
"""The line in which PostgreSQL tells the row that broke a constraint."""


@dataclass(frozen=True, slots=True)
class Use:
    """Who uses a database: their name in `pg_stat_activity`, and how long (ms) they may hold what.

    Each of the two engines has up to `connections`, as many as threads may want one at once. Half of them are
    kept, the others are closed after use.
    """

    name: str = "docsvc"
    connections: int = 16
    statement_ms: int = 30_000
    lock_ms: int = 15_000
    idle_ms: int = 30_000

    @property
    def options(self) -> str:
        """Return the limits as the server takes them with a connection; 0 is none."""
        settings: dict[str, int | str] = {
            "statement_timeout": self.statement_ms,
            "lock_timeout": self.lock_ms,
            "idle_in_transaction_session_timeout": self.idle_ms,
            "jit": "off",  # compiling a statement of a page takes longer than answering it
        }
        return " ".join(f"-c {name}={value}" for name, value in settings.items())


COMMAND: Final = Use()
WEB: Final = Use("docsvc web")
WORKER: Final = Use("docsvc worker", connections=4)


class Database:
    """A SQLite file or a PostgreSQL database, named by an SQLAlchemy URL.

    On SQLite a writing transaction begins with `BEGIN IMMEDIATE`: `FOR UPDATE` is ignored there, and two
    read-then-write transactions would lose an update without an error. A reading transaction sees one state
    of the database on either: a check that compares what it reads must not see another's half.
    """

    def __init__(self, url: str, *, use: Use = COMMAND) -> None:
        self.url = make_url(url)
        self.use = use
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.writer = self._sqlite("BEGIN IMMEDIATE") if self.is_sqlite else self._postgresql(read_only=False)
        self.reader = (
            self._sqlite("BEGIN", query_only=True) if self.is_sqlite else self._postgresql(read_only=True)
        )

    def is_read_only(self) -> bool:
        """Ask PostgreSQL whether it may only be read, as a copy may; of SQLite look at the files.

        SQLite opens a file that it may not write without a word.
        """
        if self.is_sqlite:
            return not _may_write(self.writer.url.database)
        with self.writer.connect() as connection:
            found: str = connection.exec_driver_sql("SHOW transaction_read_only").scalar_one()
        return found == "on"

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.writer.dispose()
        self.reader.dispose()

    def _sqlite(self, begin: str, *, query_only: bool = False) -> Engine:
        engine = create_engine(self.url, hide_parameters=True, **self._pool())
        event.listen(engine, "connect", _sqlite_connection(query_only=query_only))
        event.listen(engine, "begin", _begin_with(begin))
        return engine

    def _postgresql(self, *, read_only: bool) -> Engine:
        engine = create_engine(
            self.url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_recycle=RECYCLE_SECONDS,
            pool_timeout=POOL_SECONDS,
            connect_args={"application_name": self.use.name, "options": self.use.options, **TCP},
            isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
            **self._pool(),
        )
        event.listen(engine, "handle_error", _hide_values)
        return engine.execution_options(postgresql_readonly=True) if read_only else engine

    def _pool(self) -> dict[str, Any]:
        """Use the latest returned connection first, so that those of a busy hour grow old and go."""
        kept = -(-self.use.connections // 2)
        return {
            "pool_size": kept,
            "max_overflow": self.use.connections - kept,
            "pool_use_lifo": True,
        }


def _may_write(file: str | None) -> bool:
    """Tell whether we may write a database and all that SQLite keeps beside it, without asking it to wait."""
    if not file or file == ":memory:":
        return True
    beside = [Path(file), *(Path(f"{file}{ending}") for ending in ("-wal", "-shm"))]
    return all(os.access(each, os.W_OK) for each in (Path(file).parent, *filter(os.path.exists, beside)))


def _sqlite_connection(*, query_only: bool) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the "begin" event below opens transactions, not the driver
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        _write_ahead(connection)
        for pragma in (
            "synchronous = FULL",
            "foreign_keys = ON",
            f"query_only = {'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return prepare


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep changes in a log beside the file, as a new database does not yet.

    For this one step SQLite does not wait while another process writes: it is asked again.
    """
    patience = monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > patience:
                raise
            sleep(_AGAIN_SECONDS)
        else:
            return


def _begin_with(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin


def _hide_values(context: ExceptionContext) -> None:
    """Cut out of an error what a row holds: errors end up in logs and in the outbox."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(
                _VALUES.sub("", part) if isinstance(part, str) else part for part in error.args
            )
