"""Put a draft that nobody else has seen into the trash, and take it out again."""

from sqlalchemy import select

from docsvc.access import Right, allow
from docsvc.errors import WrongMove
from docsvc.model import ApprovalStage, DispatchDocument, State
from docsvc.work import Actor, Work


def trash_document(work: Work, document_id: str, *, actor: Actor) -> None:
    """Hide the draft; it keeps its number and can be restored. Nothing else is ever deleted."""
    document = work.document(document_id)
    allow(actor, Right.TRASH, document)
    if document.state != State.DRAFT.value or _was_seen(work, document_id):
        raise WrongMove(state=document.state, move="trash")
    document.trashed_at = work.now
    work.record(document, "document.trashed", actor)


def restore_document(work: Work, document_id: str, *, actor: Actor) -> None:
    """Take the draft out of the trash."""
    document = work.document(document_id, trashed=True)
    allow(actor, Right.TRASH, document)
    if document.trashed_at is None:
        raise WrongMove(state=document.state, move="restore")
    document.trashed_at = None
    work.record(document, "document.restored", actor)


def _was_seen(work: Work, document_id: str) -> bool:
    """Tell whether anybody was asked to decide on the document or to act on it."""
    asked = select(ApprovalStage.id).where(ApprovalStage.document_id == document_id)
    sent = select(DispatchDocument.dispatch_id).where(DispatchDocument.document_id == document_id)
    return any(work.session.scalar(found.limit(1)) is not None for found in (asked, sent))
