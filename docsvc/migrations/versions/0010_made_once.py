"""What programs have made with an `Idempotency-Key`."""

import sqlalchemy as sa
from alembic import op

from docsvc.model.base import Utc

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "made_once",
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("made_id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_made_once")),
    )
    op.create_index(op.f("ix_made_once_created_at"), "made_once", ["created_at"])
