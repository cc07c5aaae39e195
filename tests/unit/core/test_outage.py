"""Which errors of a database pass by themselves, and how many connections a node may hold."""

import sqlite3
from pathlib import Path
from threading import Timer

import psycopg.errors
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.pool import QueuePool

from docsvc.errors import DatabaseUnavailable, NoRoomLeft
from docsvc.supervisor.serve import WEB_THREADS
from docsvc.work import outage
from docsvc.work.database import COMMAND, WEB, WORKER, Database
from docsvc.work.outage import passes, told_as_outage


def of_sqlite(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(name)
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("server closed the connection unexpectedly"),
        psycopg.errors.AdminShutdown(),
        psycopg.errors.CrashShutdown(),
        psycopg.errors.CannotConnectNow(),
        psycopg.errors.TooManyConnections(),
        psycopg.errors.LockNotAvailable(),
        psycopg.errors.QueryCanceled(),
        psycopg.errors.DeadlockDetected(),
        psycopg.errors.SerializationFailure(),
        psycopg.errors.IdleInTransactionSessionTimeout(),
        psycopg.errors.ReadOnlySqlTransaction(),
        psycopg.errors.DiskFull(),
        of_sqlite("SQLITE_BUSY"),
        of_sqlite("SQLITE_FULL"),
        of_sqlite("SQLITE_IOERR_WRITE"),
        of_sqlite("SQLITE_READONLY_DBMOVED"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_passes_by_itself_is_told_as_an_outage(error: Exception) -> None:
    with pytest.raises(DatabaseUnavailable), told_as_outage():
        raise OperationalError("SELECT 1", {}, error)


@pytest.mark.parametrize("error", [psycopg.errors.DiskFull(), of_sqlite("SQLITE_FULL")])
def test_a_full_disk_is_told_as_one_for_trying_again_is_of_no_use(error: Exception) -> None:
    with pytest.raises(NoRoomLeft), told_as_outage():
        raise OperationalError("INSERT", {}, error)


@pytest.mark.parametrize(
    "error",
    [
        ProgrammingError("SELECT 1", {}, psycopg.errors.UndefinedTable()),
        IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation()),
        OperationalError("SELECT 1", {}, of_sqlite("SQLITE_ERROR")),
        OperationalError("SELECT 1", {}, of_sqlite("SQLITE_CORRUPT")),
    ],
    ids=lambda error: type(error.orig).__name__,
)
def test_what_somebody_has_to_mend_stays_a_failure(error: DBAPIError) -> None:
    assert not passes(error)
    with pytest.raises(DBAPIError), told_as_outage():
        raise error


def test_an_outage_is_written_down_once_however_many_try_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage, "_told_at", {})
    for _ in range(3):
        with pytest.raises(DatabaseUnavailable), told_as_outage():
            raise OperationalError("SELECT 1", {}, psycopg.errors.AdminShutdown())
    assert len(caplog.records) == 1


def test_a_pool_that_others_have_emptied_is_an_outage() -> None:
    with pytest.raises(DatabaseUnavailable), told_as_outage():
        raise PoolExhausted("QueuePool limit of size 8 overflow 8 reached")


def test_every_thread_of_the_web_server_may_have_a_connection() -> None:
    assert WEB.connections >= WEB_THREADS
    assert len({COMMAND.name, WEB.name, WORKER.name}) == 3


def test_a_pool_keeps_half_of_what_it_may_open() -> None:
    database = Database("postgresql+psycopg://nobody@localhost/none", use=WEB)
    pool = database.writer.pool
    assert isinstance(pool, QueuePool)
    assert (pool.size(), pool._max_overflow) == (8, 8)
    database.dispose()


def test_a_new_database_is_opened_while_another_process_writes_its_first_rows(tmp_path: Path) -> None:
    file = tmp_path / "docsvc.sqlite3"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE first (number)")
    other.execute("BEGIN IMMEDIATE")
    done = Timer(0.1, other.execute, ["COMMIT"])
    done.start()
    database = Database(f"sqlite:///{file}")
    with database.writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    done.join()
    database.dispose()
    other.close()
