"""A database as code of before left it: its schema, and what the rows of today would have been in it."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import command
from sqlalchemy import Connection

from docsvc.migrations.upgrade import configuration
from docsvc.model import Base
from docsvc.work import Database

Rows = Mapping[str, Sequence[Mapping[str, object]]]


def schema_of(connection: Connection, revision: str) -> sa.MetaData:
    """Bring an empty database to a schema of before, and return its tables as they were."""
    command.upgrade(configuration(connection), revision)
    known = sa.MetaData()
    known.reflect(connection)
    return known


def write_as_before(source: Database, target: Database, revision: str) -> None:
    """Write the rows of one database into another of a schema of before, as far as it has room for them."""
    with source.reader.connect() as rows, target.writer.begin() as connection:
        known = schema_of(connection, revision)
        for table in Base.metadata.sorted_tables:
            if table.name in known.tables:
                _copy(rows, connection, table, known.tables[table.name])


def _copy(rows: Connection, target: Connection, table: sa.Table, known: sa.Table) -> None:
    kept = [column for column in table.columns if column.name in known.columns]
    old = sa.Table(table.name, sa.MetaData(), *(sa.Column(each.name, each.type) for each in kept))
    if found := [dict(row._mapping) for row in rows.execute(sa.select(*old.columns))]:
        target.execute(old.insert(), found)


def rows_of(database: Database, known: Mapping[str, frozenset[str]]) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the known tables by their known columns, in the order of their ids."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with database.reader.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in known:
                columns = [each for each in table.columns if each.name in known[table.name]]
                rows = connection.execute(sa.select(*columns))
                found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def columns_of(database: Database) -> dict[str, frozenset[str]]:
    """Return the tables of a database as it is now, each with its columns."""
    with database.reader.connect() as connection:
        known = sa.MetaData()
        known.reflect(connection)
    return {name: frozenset(table.columns.keys()) for name, table in known.tables.items()}
