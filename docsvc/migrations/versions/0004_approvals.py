"""Routes become a rule table; approvals get rounds, time, deputies, conditions, remarks and files.

Code of the schemas before goes on working: every new column may be left out of an INSERT.
"""

import json

import sqlalchemy as sa
from alembic import op

from docsvc.model.base import Utc, new_id

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _people()
    _routes()
    _approvals()
    _remarks()
    _carry_over()


def _reference(table: str, column: str, target: str) -> None:
    # One statement for both databases: SQLite takes a foreign key only together with its column.
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR "
        f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
    )


def _people() -> None:
    _reference("user_account", "manager_id", "user_account")
    _reference("user_account", "deputy_id", "user_account")
    op.add_column("user_account", sa.Column("timezone", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_user_account_manager_id"), "user_account", ["manager_id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("deputy_id", sa.String(), nullable=True),
        sa.Column("starts_at", Utc(), nullable=False),
        sa.Column("ends_at", Utc(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("cancelled_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["user_account.id"], name=op.f("fk_absence_deputy_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_absence_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_user_id"), "absence", ["user_id"])
    op.create_index("ix_absence_time", "absence", ["starts_at", "ends_at"])


def _routes() -> None:
    op.add_column("approval_route", sa.Column("terms", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("approval_route", sa.Column("author", sa.String(), nullable=False, server_default=""))
    op.add_column("approval_route", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "route_rule",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_route_rule")),
    )


def _approvals() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.String(), nullable=True),
        sa.Column("initiator_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("justification", sa.String(), nullable=False),
        sa.Column("observers", sa.JSON(), nullable=False),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.Column("drift", sa.JSON(), nullable=False),
        sa.Column("started_at", Utc(), nullable=False),
        sa.Column("paused_at", Utc(), nullable=True),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_approval_document_id")),
        sa.ForeignKeyConstraint(["initiator_id"], ["user_account.id"], name=op.f("fk_approval_initiator_id")),
        sa.ForeignKeyConstraint(["route_id"], ["approval_route.id"], name=op.f("fk_approval_route_id")),
        sa.ForeignKeyConstraint(["version_id"], ["document_version.id"], name=op.f("fk_approval_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("version_id", "round", name=op.f("uq_approval_version_id_round")),
    )
    op.create_index(op.f("ix_approval_document_id"), "approval", ["document_id"])
    op.create_index("ix_approval_started", "approval", ["started_at"])
    op.create_table(
        "approval_observer",
        sa.Column("approval_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_approval_observer_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_approval_observer_document_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_approval_observer_user_id")),
        sa.PrimaryKeyConstraint("approval_id", "user_id", name=op.f("pk_approval_observer")),
    )
    op.create_index("ix_approval_observer_user", "approval_observer", ["user_id", "document_id"])
    op.add_column("approval_stage", sa.Column("rules", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("approval_stage", sa.Column("note", sa.String(), nullable=False, server_default=""))
    for name in ("opened_at", "due_at", "next_at"):
        op.add_column("approval_task", sa.Column(name, Utc(), nullable=True))
    op.add_column("approval_task", sa.Column("asked_as", sa.String(), nullable=False, server_default=""))
    op.add_column("approval_task", sa.Column("steps", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("approval_task", sa.Column("replaced_why", sa.String(), nullable=True))
    op.add_column("approval_task", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    _reference("approval_task", "instead_of_id", "user_account")
    op.create_index("ix_approval_task_user", "approval_task", ["user_id"])
    for name in ("conditions", "answer"):
        op.add_column("decision", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("decision", sa.Column("answered_at", Utc(), nullable=True))
    op.add_column("decision", sa.Column("checklist", sa.JSON(), nullable=False, server_default="[]"))
    _reference("decision", "on_behalf_of_id", "user_account")


def _remarks() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=True),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_remark_author_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_remark_decision_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_remark_document_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["remark.id"], name=op.f("fk_remark_parent_id")),
        sa.ForeignKeyConstraint(["to_id"], ["user_account.id"], name=op.f("fk_remark_to_id")),
        sa.ForeignKeyConstraint(["version_id"], ["document_version.id"], name=op.f("fk_remark_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index("ix_remark_document", "remark", ["document_id", "at"])
    op.create_index(op.f("ix_remark_decision_id"), "remark", ["decision_id"])
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("removed_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_attachment_author_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_attachment_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_document_id"), "attachment", ["document_id"])


def _carry_over() -> None:
    """Give every route of a kind its rule, and every round that began before its approval."""
    connection = op.get_bind()
    kinds = connection.execute(sa.text("SELECT DISTINCT kind FROM approval_route ORDER BY kind")).scalars()
    for position, kind in enumerate(kinds.all(), start=1):
        terms = json.dumps({"kinds": [kind]})
        connection.execute(
            sa.text("INSERT INTO route_rule (code, position) VALUES (:kind, :position)"),
            {"kind": kind, "position": position},
        )
        connection.execute(
            sa.text("UPDATE approval_route SET terms = :terms WHERE kind = :kind"),
            {"kind": kind, "terms": terms},
        )
    rounds = connection.execute(
        sa.text(
            "SELECT s.document_id, s.version_id, s.round, MIN(s.route_id) AS route_id, d.owner_id, d.state,"
            " MIN(v.created_at) AS created_at, MIN(s.opened_at) AS opened_at, MAX(s.closed_at) AS closed_at,"
            " SUM(CASE WHEN s.state = 'stopped' THEN 1 ELSE 0 END) AS stopped,"
            " SUM(CASE WHEN s.state IN ('open', 'waiting') THEN 1 ELSE 0 END) AS unfinished"
            " FROM approval_stage s JOIN document d ON d.id = s.document_id"
            " JOIN document_version v ON v.id = s.version_id"
            " GROUP BY s.document_id, s.version_id, s.round, d.owner_id, d.state"
        )
    ).mappings()
    for row in rounds.all():
        connection.execute(
            sa.text(
                "INSERT INTO approval (id, document_id, version_id, round, route_id, initiator_id, state,"
                " justification, observers, rates, drift, started_at, ended_at) VALUES (:id, :document_id,"
                " :version_id, :round, :route_id, :owner_id, :state, '', '[]', '{}', '[]', :started,"
                " :closed_at)"
            ),
            {**row, "id": new_id(), "state": _state(row), "started": row["opened_at"] or row["created_at"]},
        )


def _state(row: sa.RowMapping) -> str:
    if row["stopped"]:
        return "rejected" if row["state"] == "rejected" else "returned"
    if not row["unfinished"]:
        return "passed"
    return "running" if row["state"] == "in_approval" else "withdrawn"
