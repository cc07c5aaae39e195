"""Signing for good: levels, envelopes of several documents, mailings, own keys, PDFs from elsewhere.

Code of the schemas before goes on working: every new column may be left out of an INSERT.
"""

import sqlalchemy as sa
from alembic import op

from docsvc.model.base import Utc

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _people()
    _sendings()
    _acts()
    _wills()
    _mailings()
    _seal_keys()


def _reference(table: str, column: str, target: str) -> None:
    # One statement for both databases: SQLite takes a foreign key only together with its column.
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR "
        f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
    )


def _add(table: str, *columns: sa.Column[object]) -> None:
    for column in columns:
        op.add_column(table, column)


def _text(name: str, default: str = "") -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False, server_default="{}")


def _flag(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, Utc(), nullable=True)


def _maybe(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=True)


def _sendings() -> None:
    _add(
        "dispatch",
        _text("title"),
        _json("quorums"),
        _json("reminders"),
        _flag("shares_copies"),
        _moment("warned_at"),
    )
    _reference("dispatch", "host_id", "user_account")
    _add(
        "recipient",
        _json("authority_terms"),
        _text("phone"),
        _text("channel", "email"),
        _text("level", "advanced"),
        _text("team"),
        _flag("individual"),
        _flag("may_delegate"),
        _text("access_hash"),
        _moment("delivered_at"),
        _moment("bounced_at"),
        _moment("reminded_at"),
    )
    _reference("recipient", "instead_of_id", "recipient")
    _add("mail", _text("channel", "email"), _text("to_phone"))


def _acts() -> None:
    _add(
        "signature",
        _text("field"),
        _json("look"),
        _maybe("look_blob"),
        _json("filled"),
        _text("channel"),
        _json("authority_terms"),
        _maybe("detached_blob"),
        _json("detached_report"),
    )
    op.execute(
        "UPDATE signature SET field ="
        " (SELECT party FROM recipient WHERE recipient.id = signature.recipient_id)"
    )
    _add("signing_code", _text("channel", "email"))
    _reference("signing_code", "user_id", "user_account")
    op.create_index(op.f("ix_signing_code_user_id"), "signing_code", ["user_id"])
    with op.batch_alter_table("signing_code") as table:
        table.alter_column("recipient_id", existing_type=sa.String(), nullable=True)
    _add("signing_session", _moment("unlocked_at"), _json("draft"), _text("channel"))
    _add("web_session", _text("lent_for"))
    _reference("signing_session", "host_id", "user_account")
    _add(
        "document_version",
        _text("level"),
        _maybe("lasting_blob"),
        _maybe("lasting_sha256"),
        _text("lasting_level"),
        _maybe("picture_blob"),
        _moment("lasting_until"),
        _text("lasting_lacks"),
    )


def _people() -> None:
    op.create_table(
        "person_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_person_session")),
    )
    op.create_index(op.f("ix_person_session_email"), "person_session", ["email"])
    op.create_table(
        "signer_pin",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("set_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_signer_pin")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("withdrawn_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_consent_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_email"), "consent", ["email"])
    op.create_index(op.f("ix_consent_recipient_id"), "consent", ["recipient_id"])


def _wills() -> None:
    op.create_table(
        "change_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_change_request_document_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipient.id"], name=op.f("fk_change_request_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_change_request_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    op.create_index(op.f("ix_change_request_document_id"), "change_request", ["document_id"])
    op.create_table(
        "prepared_will",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("rendered_sha256", sa.String(), nullable=False),
        sa.Column("will", sa.JSON(), nullable=False),
        sa.Column("code_id", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("used_at", Utc(), nullable=True),
        sa.Column("dropped", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_prepared_will_document_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_prepared_will_user_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_prepared_will_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_will")),
    )
    op.create_index(op.f("ix_prepared_will_document_id"), "prepared_will", ["document_id"])


def _mailings() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("sender_id", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("stopped_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_mailing_document_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["user_account.id"], name=op.f("fk_mailing_sender_id")),
        sa.ForeignKeyConstraint(["version_id"], ["document_version.id"], name=op.f("fk_mailing_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    op.create_index(op.f("ix_mailing_document_id"), "mailing", ["document_id"])
    op.create_index(op.f("ix_mailing_sender_id"), "mailing", ["sender_id"])
    op.create_table(
        "mailing_row",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("mailing_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("dispatch_id", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_mailing_row_dispatch_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_mailing_row_document_id")),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_row_mailing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_row")),
        sa.UniqueConstraint("mailing_id", "position", name=op.f("uq_mailing_row_mailing_id_position")),
    )
    op.create_index(op.f("ix_mailing_row_document_id"), "mailing_row", ["document_id"])


def _seal_keys() -> None:
    op.create_table(
        "seal_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("store", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("retired_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_key")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_seal_key_fingerprint")),
    )
