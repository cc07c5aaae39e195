"""Bring a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from docsvc.work import Database


def upgrade(url: str) -> None:
    """Apply every migration that the database does not have yet, in one transaction."""
    database = Database(url)
    with database.writer.begin() as connection:
        command.upgrade(configuration(connection), "head")
    database.dispose()


def is_current(connection: Connection) -> bool:
    """Tell whether the database has every migration."""
    head = ScriptDirectory.from_config(configuration(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
