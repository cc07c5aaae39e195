"""End a sending whose time has passed."""

from collections.abc import Mapping, Sequence

from docsvc.actions.close_dispatch import close_dispatch, end_early, lock_dispatch
from docsvc.mail.post import post_to_user
from docsvc.model import Dispatch, Document, Move, RecipientState, State
from docsvc.tools import Tools
from docsvc.work import SYSTEM, Work


def expire_dispatch(tools: Tools, payload: Mapping[str, str]) -> None:
    """Expire what is still waiting for a recipient; a sending not made ready yet is left to that job."""
    with tools.work() as work:
        dispatch, documents = lock_dispatch(work, payload["dispatch"])
        preparing = any(document.state == State.PREPARING.value for document in documents)
        if dispatch.has_expired(work.now) and not preparing and dispatch.closed_at is None:
            expire(work, dispatch, documents)


def expire(work: Work, dispatch: Dispatch, documents: Sequence[Document]) -> None:
    """Move the documents that still wait to `expired`, tell who is concerned and close the sending.

    Who has signed in vain learns of it; the silent were warned before.
    """
    waiting = [each for each in documents if each.state == State.SENT.value]
    if not waiting:
        close_dispatch(work, dispatch)
        return
    told: set[str] = set()
    for document in waiting:
        document.move(Move.EXPIRE)
        work.record(document, "document.expired", SYSTEM, dispatch=dispatch.id)
        if document.owner_id not in told:  # one letter, however many documents
            told.add(document.owner_id)
            post_to_user(work, "expired", document.owner, document=document, dispatch=dispatch.id)
    end_early(work, dispatch, waiting[0], to={RecipientState.ACTED}, told=told)
