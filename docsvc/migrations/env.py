"""Run by Alembic: which metadata, which connection, and a transaction for each migration."""

from alembic import context

from docsvc.model import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    transaction_per_migration=True,  # a table is held as long as its own migration takes, not all of them
)
with context.begin_transaction():
    context.run_migrations()
