"""Promise to remove a Word file that was uploaded and may never be confirmed."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from docsvc.work import Work

PENDING: Final = "-pending"
"""How the owners of such files end: no row ever names a file of theirs."""


def promise_to_forget(work: Work, document_id: str) -> str:
    """Promise it for the day after tomorrow, and return whose the file is until then.

    All that is uploaded for the document on one day goes together, and nothing is added to it any more by
    then: so removing needs no look at what somebody is just doing. The file is to be kept after the promise.
    """
    day = work.now.date()
    owner = pending_owner(document_id, day)
    due_at = datetime.combine(day + timedelta(days=2), time(), tzinfo=UTC)
    work.later("forget_edit", {"owner": owner}, due_at=due_at, key=f"forget_edit:{owner}")
    return owner


def pending_owner(document_id: str, day: date) -> str:
    """Return whose a document's uploads of a day are (UTC), in the store of files."""
    return f"{document_id}-{day:%Y%m%d}{PENDING}"
