"""Migrations beside code that goes on working: room for what it writes, short waits, one at a time."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from docsvc.errors import SchemaNewer, UpgradeBlocked
from docsvc.migrations import upgrade as upgrading
from docsvc.migrations.upgrade import Schema, is_current, standing, upgrade
from docsvc.model import Base
from docsvc.work import Database
from docsvc.work.database import Use
from tests.integration.migrations.past import schema_of

BEFORE = "0005"
PROMISED = (
    "INSERT INTO outbox (id, name, payload, state, attempts, due_at, error, created_at)"
    " VALUES (:id, 'render', '{}', 'waiting', 0, '2026-11-20 12:00:00', '', '2026-11-20 12:00:00')"
)
"""How code of before promises a job."""


def revisions() -> list[str]:
    script = ScriptDirectory(str(Path(upgrading.__file__).parent))
    return [each.revision for each in reversed(list(script.walk_revisions()))]


def test_every_migration_leaves_room_for_what_the_code_before_it_writes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/steps.db")
    before = sa.MetaData()
    for revision in revisions():
        with database.writer.begin() as connection:
            after = schema_of(connection, revision)
        for name, old in before.tables.items():
            assert_room(old, after.tables[name])
        before = after
    database.dispose()


def assert_room(old: sa.Table, new: sa.Table) -> None:
    for column in new.columns:
        known = old.columns.get(column.name)
        may_be_left_out = column.nullable or column.server_default is not None
        assert may_be_left_out or (known is not None and not known.nullable), f"{new.name}.{column.name}"
    assert set(old.columns.keys()) <= set(new.columns.keys())


@contextmanager
def working(database: Database) -> Iterator[list[float]]:
    """Let code of before write and read all the while; return how long each of its transactions took."""
    took: list[float] = []
    stopping = threading.Event()

    def work() -> None:
        number = 0
        while not stopping.is_set():
            number, started = number + 1, time.monotonic()
            with database.writer.begin() as connection:
                connection.execute(sa.text(PROMISED), {"id": f"w{number}"})
            with database.reader.connect() as connection:
                assert connection.scalar(sa.text("SELECT count(*) FROM outbox")) == number
            took.append(time.monotonic() - started)

    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(work)
        try:
            yield took
        finally:
            stopping.set()
        going.result()


def at(database: Database, revision: str) -> None:
    with database.writer.begin() as connection:
        schema_of(connection, revision)


def of_the_future(database: Database) -> None:
    if database.is_sqlite:
        at(database, "head")
    with database.writer.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))


def test_code_of_before_works_on_while_its_database_is_upgraded(database_url: str) -> None:
    database = Database(database_url)
    at(database, BEFORE)
    with working(database) as took:
        upgrade(database_url)
        done = len(took)
        while len(took) < done + 10:
            time.sleep(0.01)
    assert max(took) < 5
    with database.reader.connect() as connection:
        assert standing(connection) is Schema.CURRENT
    database.dispose()


def test_a_table_in_use_is_waited_for_in_short_turns(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "UPGRADE", Use("docsvc upgrade", 2, 0, 200, 0))
    monkeypatch.setattr(upgrading, "PAUSE_SECONDS", 0.1)
    database = Database(postgres_url)
    at(database, BEFORE)
    with ThreadPoolExecutor(1) as pool, database.writer.connect() as long:
        long.execute(sa.text("SELECT count(*) FROM outbox"))
        going = pool.submit(upgrade, postgres_url)
        for number in range(10):
            started = time.monotonic()
            with database.writer.begin() as connection:
                connection.execute(sa.text(PROMISED), {"id": str(number)})
            assert time.monotonic() - started < 10
            time.sleep(0.1)
        assert not going.done()
        long.rollback()
        going.result(120)
    database.dispose()


def test_a_table_that_stays_in_use_ends_the_upgrade_with_what_to_do(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "UPGRADE", Use("docsvc upgrade", 2, 0, 50, 0))
    monkeypatch.setattr(upgrading, "PATIENCE_SECONDS", 0.2)
    database = Database(postgres_url)
    at(database, BEFORE)
    with database.writer.begin() as long:
        long.execute(sa.text("LOCK TABLE outbox IN ACCESS SHARE MODE"))
        with pytest.raises(UpgradeBlocked, match="pg_stat_activity"):
            upgrade(postgres_url)
    upgrade(postgres_url)
    database.dispose()


def test_of_two_upgrades_at_once_one_waits_and_finds_nothing_to_do(database_url: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(upgrade, [database_url] * 3)) == [None] * 3
    database = Database(database_url)
    with database.reader.connect() as connection:
        assert standing(connection) is Schema.CURRENT
        assert set(Base.metadata.tables) <= set(sa.inspect(connection).get_table_names())
    database.dispose()


@pytest.mark.parametrize(
    ("make", "schema"),
    [
        (lambda _: None, Schema.EMPTY),
        (lambda database: at(database, BEFORE), Schema.OLDER),
        (lambda database: at(database, "head"), Schema.CURRENT),
        (of_the_future, Schema.NEWER),
    ],
)
def test_how_a_schema_stands_to_this_code_is_known(
    sqlite_url: str, make: Callable[[Database], None], schema: Schema
) -> None:
    database = Database(sqlite_url)
    make(database)
    with database.reader.connect() as connection:
        assert standing(connection) is schema
        assert is_current(connection) is (schema in {Schema.CURRENT, Schema.NEWER})
    database.dispose()


def test_code_of_before_does_not_touch_a_newer_schema(database_url: str) -> None:
    upgrade(database_url)
    database = Database(database_url)
    of_the_future(database)
    with pytest.raises(SchemaNewer, match="9999"):
        upgrade(database_url)
    database.dispose()
