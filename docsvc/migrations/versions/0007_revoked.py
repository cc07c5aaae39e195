"""Seals that were revoked, and what the registry of powers of attorney said.

Code of the schemas before goes on working: every new column may be left out of an INSERT.
"""

import sqlalchemy as sa
from alembic import op

from docsvc.model.base import Utc

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("seal_key", sa.Column("revoked_since", Utc(), nullable=True))
    op.add_column("seal_key", sa.Column("revoked_reason", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "mchd_check",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("checked_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_mchd_check")),
    )
