"""Bring a database to the newest schema, while nodes of the code before it go on working."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from docsvc.errors import SchemaNewer, UpgradeBlocked
from docsvc.work import Database
from docsvc.work.database import Use

UPGRADE: Final = Use("docsvc upgrade", connections=2, statement_ms=0, lock_ms=2_000, idle_ms=0)
"""Who waits for a table makes everybody behind them wait: so only for short, and then again."""

PATIENCE_SECONDS: Final = 180
PAUSE_SECONDS: Final = 0.5
ONE_AT_A_TIME: Final = 7_226_453_110
"""The number of PostgreSQL's advisory lock that whoever upgrades a database holds."""


class Schema(StrEnum):
    """How a database's schema stands to what this code knows."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def upgrade(url: str) -> None:
    """Apply every migration that the database does not have yet.

    On PostgreSQL each is a transaction of its own; on SQLite, where nobody else can write meanwhile, all are
    one. Two upgrades at once: the second waits, and finds nothing to do. Raises `SchemaNewer`, and
    `UpgradeBlocked` where a table stays in use for three minutes.
    """
    database = Database(url, use=UPGRADE)
    try:
        if database.is_sqlite:
            with database.writer.begin() as connection:
                _refuse_newer(connection)
                command.upgrade(configuration(connection), "head")
        else:
            with _alone(database), database.writer.connect() as connection:
                _migrate_patiently(connection)
    finally:
        database.dispose()


def standing(connection: Connection) -> Schema:
    """Tell how the database's schema stands to this code."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return Schema.EMPTY
    script = ScriptDirectory.from_config(configuration(connection))
    if revision == script.get_current_head():
        return Schema.CURRENT
    known = {each.revision for each in script.walk_revisions()}
    return Schema.OLDER if revision in known else Schema.NEWER


def is_current(connection: Connection) -> bool:
    """Tell whether the database has every migration that this code knows; it may have later ones.

    A migration works with the code before it, so that nodes can be replaced one by one.
    """
    return standing(connection) in {Schema.CURRENT, Schema.NEWER}


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection) -> None:
    if standing(connection) is Schema.NEWER:
        raise SchemaNewer(revision=MigrationContext.configure(connection).get_current_revision())


def _migrate_patiently(connection: Connection) -> None:
    """Begin the migration that met a table in use again; those before it are committed."""
    _refuse_newer(connection)
    end = monotonic() + PATIENCE_SECONDS
    while True:
        connection.rollback()  # Alembic sets the transactions itself where none is open
        try:
            command.upgrade(configuration(connection), "head")
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
            if monotonic() > end:
                raise UpgradeBlocked from error
            sleep(PAUSE_SECONDS)
        else:
            return


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Hold the lock of upgrades until the connection is closed.

    It is asked for again and again: an index that is built beside running code waits for every statement that
    began before it, and would wait for ever for one that waits for us.
    """
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as holder:
        while not holder.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": ONE_AT_A_TIME}):
            sleep(PAUSE_SECONDS)
        yield
