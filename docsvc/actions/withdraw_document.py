"""Stop a document that is under way."""

from sqlalchemy import select

from docsvc.access import Right, allow
from docsvc.actions.close_dispatch import end_early, lock_with_companions
from docsvc.actions.stages import awaited, end_approval, end_stages
from docsvc.errors import CommentRequired
from docsvc.mail.post import post_to_user
from docsvc.model import ApprovalState, Dispatch, DispatchDocument, Document, Move, State
from docsvc.work import Actor, Work

_OUT = frozenset({State.PREPARING, State.SENT})


def withdraw_document(work: Work, document_id: str, *, actor: Actor, reason: str) -> None:
    """Take the document back; whoever was asked to act is told why. Its number stays taken.

    What still waits of the same sending is taken back with it: recipients were asked for all of it.
    """
    document = lock_with_companions(work, document_id)
    allow(actor, Right.WITHDRAW, document)
    if not reason.strip() and document.state != State.DRAFT.value:
        raise CommentRequired
    document.move(Move.WITHDRAW)
    for user in awaited(work, document):
        post_to_user(
            work, "approval_released", user, document=document, who=actor.name, reason=reason.strip()
        )
    end_stages(work, document)
    end_approval(work, document, state=ApprovalState.WITHDRAWN, who=actor.name, reason=reason.strip())
    work.record(document, "document.withdrawn", actor, private={"reason": reason.strip()})
    for dispatch in _open_dispatches(work, document):
        _withdraw_companions(work, dispatch, actor=actor, reason=reason.strip())
        end_early(work, dispatch, document, who=actor.name, reason=reason.strip())


def _withdraw_companions(work: Work, dispatch: Dispatch, *, actor: Actor, reason: str) -> None:
    for companion in (each.document for each in dispatch.documents):
        if State(companion.state) in _OUT:
            allow(actor, Right.WITHDRAW, companion)
            companion.move(Move.WITHDRAW)
            private = {"reason": reason}
            work.record(companion, "document.withdrawn", actor, private=private, dispatch=dispatch.id)


def _open_dispatches(work: Work, document: Document) -> tuple[Dispatch, ...]:
    statement = (
        select(Dispatch)
        .join(DispatchDocument)
        .where(DispatchDocument.document_id == document.id, Dispatch.closed_at.is_(None))
    )
    return tuple(work.session.scalars(statement).unique())
