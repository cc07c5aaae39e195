"""Stop a document that is under way."""

from sqlalchemy import select

from docsvc.access import Right, allow
from docsvc.actions.stages import close_tasks, stages_of
from docsvc.errors import CommentRequired
from docsvc.mail.post import post_to_recipient
from docsvc.model import MAY_ACT, Dispatch, DispatchDocument, Document, Move, RecipientState, State
from docsvc.work import Actor, Work


def withdraw_document(work: Work, document_id: str, *, actor: Actor, reason: str) -> None:
    """Take the document back; whoever was asked to act is told why. Its number stays taken."""
    document = work.document(document_id)
    allow(actor, Right.WITHDRAW, document)
    if not reason.strip() and document.state != State.DRAFT.value:
        raise CommentRequired
    document.move(Move.WITHDRAW)
    for stage in stages_of(work, document):
        close_tasks(stage)
    work.record(document, "document.withdrawn", actor, private={"reason": reason.strip()})
    cancel_dispatches(work, document, reason=reason.strip())


def cancel_dispatches(work: Work, document: Document, *, reason: str) -> None:
    """Close every open dispatch of the document: links end, those already asked get a message."""
    statement = (
        select(Dispatch)
        .join(DispatchDocument)
        .where(DispatchDocument.document_id == document.id, Dispatch.closed_at.is_(None))
    )
    for dispatch in work.session.scalars(statement).unique():
        dispatch.closed_at = work.now
        for recipient in dispatch.recipients:
            if RecipientState(recipient.state) in MAY_ACT:
                post_to_recipient(work, "withdrawn", recipient, document=document, reason=reason)
            if RecipientState(recipient.state) in MAY_ACT | {RecipientState.WAITING}:
                recipient.state = RecipientState.CANCELLED.value
