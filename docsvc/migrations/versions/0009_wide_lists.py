"""Indexes for those who see everything: what is in the trash stands apart from what is kept.

Made while code goes on writing, as those of 0008; the two that they stand in for go when they are there.
Where PostgreSQL has its extension of trigrams, words inside a document's line are found by an index too.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0009"
down_revision = "0008"

INDEXES = (
    ("ix_document_in_trash", ["trashed_at"], "trashed_at IS NOT NULL"),
    (
        "ix_document_tally",
        ["state", "kind", "date", "currency", "amount_minor", "id", "trashed_at"],
        "trashed_at IS NULL",
    ),
)
SEARCH = "ix_document_search"
NEEDLESS = ("ix_document_trashed", "ix_document_sums")

BROKEN = sa.text(
    "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    " WHERE NOT indisvalid AND relname = ANY(:names)"
)

TRIGRAMS = sa.text(
    "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')"
    " AND has_database_privilege(current_database(), 'CREATE')"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            _beside_running_code()
        return
    for name, columns, where in INDEXES:
        op.create_index(name, "document", columns, sqlite_where=sa.text(where))
    for name in NEEDLESS:
        op.drop_index(name, "document")


def _beside_running_code() -> None:
    """Wait for whoever is in the way as long as it takes: nobody waits for us."""
    op.execute("SET lock_timeout = 0")
    names = [SEARCH, *(name for name, _columns, _where in INDEXES)]
    for name in op.get_bind().scalars(BROKEN, {"names": names}).all():
        op.drop_index(name, postgresql_concurrently=True)
    for name, columns, where in INDEXES:
        op.create_index(
            name,
            "document",
            columns,
            postgresql_where=sa.text(where),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
    for name in NEEDLESS:
        op.drop_index(name, "document", postgresql_concurrently=True, if_exists=True)
    if _has_trigrams():
        op.create_index(
            SEARCH,
            "document",
            ["search"],
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
            postgresql_concurrently=True,
            if_not_exists=True,
        )
    op.execute("RESET lock_timeout")


def _has_trigrams() -> bool:
    """Take the extension in; a server that does not have it, or does not let us, searches as before."""
    if not op.get_bind().scalar(TRIGRAMS):
        return False
    try:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError:
        return False
    return True
