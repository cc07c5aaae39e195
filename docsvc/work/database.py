"""The two engines of an installation: one that writes, one that only reads."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, ExceptionContext, make_url

BUSY_TIMEOUT_MS = 30_000
STATEMENT_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 15_000
_VALUES = re.compile(r"^DETAIL:.*$", re.MULTILINE)
"""The line in which PostgreSQL tells the row that broke a constraint."""


class Database:
    """A SQLite file or a PostgreSQL database, named by an SQLAlchemy URL.

    On SQLite a writing transaction begins with `BEGIN IMMEDIATE`: `FOR UPDATE` is ignored there, and two
    read-then-write transactions would lose an update without an error. A reading transaction sees one state
    of the database on either: a check that compares what it reads must not see another's half.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.writer = self._sqlite("BEGIN IMMEDIATE") if self.is_sqlite else self._postgresql(read_only=False)
        self.reader = (
            self._sqlite("BEGIN", query_only=True) if self.is_sqlite else self._postgresql(read_only=True)
        )

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.writer.dispose()
        self.reader.dispose()

    def _sqlite(self, begin: str, *, query_only: bool = False) -> Engine:
        engine = create_engine(self.url, hide_parameters=True)
        event.listen(engine, "connect", _sqlite_connection(query_only=query_only))
        event.listen(engine, "begin", _begin_with(begin))
        return engine

    def _postgresql(self, *, read_only: bool) -> Engine:
        options = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
        engine = create_engine(
            self.url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=8,
            connect_args={"options": options},
            isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
        )
        event.listen(engine, "handle_error", _hide_values)
        return engine.execution_options(postgresql_readonly=True) if read_only else engine


def _sqlite_connection(*, query_only: bool) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the "begin" event below opens transactions, not the driver
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"query_only = {'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return prepare


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
