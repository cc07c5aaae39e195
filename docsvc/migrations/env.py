"""Run by Alembic: which metadata, which connection."""

from alembic import context

from docsvc.model import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
