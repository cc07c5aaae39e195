"""Workers on any number of machines: the queue of each piece of work, who does it, and who is there.

Code of the schemas before goes on working: what it promises waits in the queue whose workers can do anything.
"""

import sqlalchemy as sa
from alembic import op

from docsvc.model.base import Utc
from docsvc.model.queues import QUEUES

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("queue", sa.String(), nullable=False, server_default="render"))
    op.add_column("outbox", sa.Column("worker", sa.String(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("started_at", Utc(), nullable=True))
    _sort_what_waits()
    op.create_index("ix_outbox_queue", "outbox", ["queue", "state", "due_at"], unique=False)
    op.create_table(
        "worker_seen",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("started_at", Utc(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_seen")),
    )


def _sort_what_waits() -> None:
    """Put what is not done yet into its queue; what is done stays as it is."""
    outbox = sa.table("outbox", sa.column("name"), sa.column("queue"), sa.column("state"))
    statement = outbox.update().where(outbox.c.state != "done")
    op.execute(statement.values(queue=sa.case(QUEUES, value=outbox.c.name, else_="render")))
