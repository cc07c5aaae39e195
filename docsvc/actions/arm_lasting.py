"""Promising to raise a sealed file's level, or to stamp it anew: one row of the outbox a version.

The row is set again instead of a new one being added: it waits for years, and outlives any number of
authorities that do not answer.
"""

from datetime import datetime

from sqlalchemy import select

from docsvc.model import DocumentVersion, OutboxMessage, OutboxState
from docsvc.work import Work


def arm_lasting(work: Work, version: DocumentVersion, *, due_at: datetime) -> None:
    """Let the job look at the version at that time, and at no other."""
    row = work.session.scalars(select(OutboxMessage).where(OutboxMessage.key == key_of(version.id))).first()
    if row is None:
        about = {"version": version.id, "document": version.document_id}
        work.later("lasting", about, due_at=due_at, key=key_of(version.id))
        return
    row.state, row.due_at, row.attempts, row.error = OutboxState.WAITING.value, due_at, 0, ""
    row.lease_token = row.lease_until = row.done_at = None  # a holder of the row has nothing to report


def promise_lasting(work: Work) -> None:
    """Promise to look at what was sealed without time stamps: what a runner does as it starts."""
    work.later("lasting_all", {}, key=f"lasting_all:{work.today}")


def key_of(version_id: str) -> str:
    """Return the key of a version's row in the outbox."""
    return f"lasting:{version_id}"
