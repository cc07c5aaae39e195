"""Templates get drafts, variants and trials; number patterns become the organisation's own.

Code of the first schema goes on working: every new column may be left out of an INSERT.
"""

import sqlalchemy as sa
from alembic import op

from docsvc.model.base import Utc

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("template", sa.Column("condition", sa.String(), nullable=False, server_default=""))
    op.add_column("template", sa.Column("rank", sa.Integer(), nullable=False, server_default="100"))
    # One statement for both databases: SQLite takes a foreign key only together with its column.
    op.execute(
        "ALTER TABLE template_version ADD COLUMN author_id VARCHAR "
        "CONSTRAINT fk_template_version_author_id REFERENCES user_account (id)"
    )
    op.add_column("template_version", sa.Column("published_at", Utc(), nullable=True))
    op.add_column(
        "template_version", sa.Column("published_by", sa.String(), nullable=False, server_default="")
    )
    op.add_column(
        "template_version", sa.Column("publish_reason", sa.String(), nullable=False, server_default="")
    )
    op.execute("UPDATE template_version SET published_at = created_at, published_by = author")
    op.create_index(
        op.f("ix_document_version_template_version_id"), "document_version", ["template_version_id"]
    )
    op.create_table(
        "trial",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("source_blob", sa.String(), nullable=False),
        sa.Column("over", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("finished_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_trial_author_id")),
        sa.ForeignKeyConstraint(["version_id"], ["template_version.id"], name=op.f("fk_trial_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    op.create_index(op.f("ix_trial_version_id"), "trial", ["version_id"])
    op.create_table(
        "number_rule",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pattern", sa.String(), nullable=False),
        sa.Column("reset", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_number_rule")),
    )
