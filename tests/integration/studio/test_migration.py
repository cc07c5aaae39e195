"""From the first schema with its rows to the studio's: nothing is lost, and old code can go on writing."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from docsvc.migrations.upgrade import configuration, upgrade
from docsvc.work import Database

TEMPLATE = (
    "INSERT INTO template (id, code, kind, language, title, internal, current_version_id) "
    "VALUES (:id, :id, 'contract', 'ru', 'Договор', :no, 'v1')"
)
VERSION = (
    "INSERT INTO template_version (id, template_id, major, minor, state, engine, source_blob, field_schema, "
    "change_note, author, created_at) VALUES (:id, 't1', 1, :minor, 'published', 'html', 'library/aa', '[]', "
    "'', 'docsvc', '2026-11-01 10:00:00')"
)


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """An empty database: the schema is what these tests are about."""
    return "template0"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url


def test_templates_of_the_first_schema_are_kept_and_code_of_it_goes_on(database_url: str) -> None:
    database = Database(database_url)
    with database.writer.begin() as connection:
        command.upgrade(configuration(connection), "0001")
        connection.execute(sa.text(TEMPLATE), {"id": "t1", "no": False})
        connection.execute(sa.text(VERSION), {"id": "v1", "minor": 0})
    upgrade(database_url)
    with database.writer.begin() as connection:
        connection.execute(sa.text(VERSION), {"id": "v2", "minor": 1})
        kept = connection.execute(
            sa.text("SELECT condition, rank FROM template"),
        ).one()
        versions = connection.execute(
            sa.text("SELECT id, published_at, published_by, author_id FROM template_version ORDER BY id"),
        ).all()
    assert tuple(kept) == ("", 100)
    assert [(row[0], bool(row[1]), row[2], row[3]) for row in versions] == [
        ("v1", True, "docsvc", None),
        ("v2", False, "", None),
    ]
    database.dispose()
