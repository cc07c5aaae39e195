"""An index for every list, made while code goes on writing.

On PostgreSQL an index that is made the usual way stops every writer of its table until it is done. Made
concurrently it stops nobody, but outside a transaction: what was begun is made anew when the upgrade is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INDEXES = (
    ("ix_document_date", "document", ["date", "id"]),
    ("ix_document_number", "document", ["number", "id"]),
    ("ix_document_company", "document", ["company_name", "id"]),
    ("ix_document_amount", "document", ["amount_minor", "id"]),
    ("ix_document_company_inn", "document", ["company_inn", "kind"]),
    ("ix_document_trashed", "document", ["trashed_at"]),
    (
        "ix_document_sums",
        "document",
        ["trashed_at", "state", "kind", "date", "currency", "amount_minor", "id"],
    ),
    ("ix_document_version_template", "document_version", ["template_version_id", "document_id"]),
    ("ix_approval_ended", "approval", ["ended_at"]),
    ("ix_approval_stage_closed", "approval_stage", ["closed_at"]),
    ("ix_approval_task_role", "approval_task", ["role", "user_id", "document_id"]),
    ("ix_approval_task_due", "approval_task", ["due_at"]),
    ("ix_decision_at", "decision", ["at"]),
    ("ix_decision_user", "decision", ["user_id", "document_id"]),
    ("ix_decision_verdict", "decision", ["verdict", "document_id"]),
    ("ix_remark_to", "remark", ["to_id", "document_id"]),
    ("ix_recipient_person", "recipient", ["email", "state"]),
    ("ix_mail_state", "mail", ["state", "created_at"]),
    ("ix_mail_channel", "mail", ["channel", "created_at"]),
)
COVERED = (
    ("ix_document_version_template_version_id", "document_version"),
    ("ix_decision_user_id", "decision"),
    ("ix_recipient_email", "recipient"),
)
"""A new one begins with the same columns."""

BROKEN = sa.text(
    "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    " WHERE NOT indisvalid AND relname = ANY(:names)"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            _beside_running_code()
        return
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    for name, table in COVERED:
        op.drop_index(name, table)


def _beside_running_code() -> None:
    """Wait for whoever is in the way as long as it takes: nobody waits for us."""
    op.execute("SET lock_timeout = 0")
    names = [name for name, _table, _columns in INDEXES]
    for name in op.get_bind().scalars(BROKEN, {"names": names}).all():
        op.drop_index(name, postgresql_concurrently=True)
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, postgresql_concurrently=True, if_not_exists=True)
    for name, table in COVERED:
        op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
    op.execute("RESET lock_timeout")
