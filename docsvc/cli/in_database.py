"""What the doctor asks of the rows of an installation."""

from collections.abc import Callable, Iterator

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from docsvc.cli.checks import Check
from docsvc.cli.context import can_read_secret
from docsvc.config import Settings
from docsvc.migrations.upgrade import is_current
from docsvc.work import Database


def in_database(settings: Settings, look: Callable[[Session], Iterator[Check]]) -> Iterator[Check]:
    """Give what `look` finds in a database of this version; any other has a line of its own."""
    if not can_read_secret(settings):
        return
    opened = Database(settings.database_url)
    try:
        with opened.reader.connect() as connection:
            if not is_current(connection):
                return
        with Session(opened.reader) as session:
            yield from look(session)
    except SQLAlchemyError:
        return
    finally:
        opened.dispose()
