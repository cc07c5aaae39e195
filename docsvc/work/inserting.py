"""Inserting a row that somebody else may be inserting at the same moment, on either database."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from docsvc.model import Base


def insert_into(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return the INSERT of the session's database, which knows ON CONFLICT."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


def insert_missing(session: Session, table: type[Base], **values: object) -> bool:
    """Insert a row unless a unique key of it is taken; tell whether it was inserted.

    Another transaction that is inserting the same key is waited for.
    """
    key = next(iter(table.__table__.primary_key))
    inserted = insert_into(session, table).values(**values).on_conflict_do_nothing().returning(key)
    return session.execute(inserted).first() is not None  # psycopg counts no rows of such an INSERT
