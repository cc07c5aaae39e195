"""Stop a document that is under way."""

from sqlalchemy import select

from docsvc.access import Right, allow
from docsvc.actions.close_dispatch import close_dispatch, tell_asked
from docsvc.actions.stages import close_tasks, stages_of
from docsvc.errors import CommentRequired
from docsvc.model import Dispatch, DispatchDocument, Document, Move, State
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
    for dispatch in _open_dispatches(work, document):
        tell_asked(work, dispatch, document, who=actor.name, reason=reason.strip())
        close_dispatch(work, dispatch)


def _open_dispatches(work: Work, document: Document) -> tuple[Dispatch, ...]:
    statement = (
        select(Dispatch)
        .join(DispatchDocument)
        .where(DispatchDocument.document_id == document.id, Dispatch.closed_at.is_(None))
    )
    return tuple(work.session.scalars(statement).unique())
