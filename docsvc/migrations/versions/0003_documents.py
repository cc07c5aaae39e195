"""Word files of versions are kept; a content library, a product catalogue and managers' own lines.

Code of the schemas before goes on working: every new column may be left out of an INSERT.
"""

import sqlalchemy as sa
from alembic import op

from docsvc.model.base import Utc

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("document_version", sa.Column("docx_blob", sa.String(), nullable=True))
    op.add_column("document_version", sa.Column("docx_sha256", sa.String(), nullable=True))
    op.create_table(
        "content_block",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("current_version_id", sa.String(), nullable=True),
        sa.Column("retired_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_block")),
        sa.UniqueConstraint("name", "language", name=op.f("uq_content_block_name_language")),
    )
    op.create_table(
        "content_version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_content_version_author_id")
        ),
        sa.ForeignKeyConstraint(["block_id"], ["content_block.id"], name=op.f("fk_content_version_block_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_version")),
        sa.UniqueConstraint(
            "block_id", "major", "minor", name=op.f("uq_content_version_block_id_major_minor")
        ),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price_scaled", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("vat_scaled", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("updated_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("sku", name=op.f("uq_product_sku")),
    )
    op.create_table(
        "own_line",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quantity_scaled", sa.BigInteger(), nullable=False),
        sa.Column("price_scaled", sa.BigInteger(), nullable=False),
        sa.Column("discount_scaled", sa.BigInteger(), nullable=False),
        sa.Column("vat_scaled", sa.BigInteger(), nullable=True),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_own_line_deal_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_own_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_line")),
        sa.UniqueConstraint("deal_id", "position", name=op.f("uq_own_line_deal_id_position")),
    )
