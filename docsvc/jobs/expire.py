"""End a sending whose time has passed."""

from collections.abc import Mapping, Sequence

from docsvc.actions.close_dispatch import close_dispatch, lock_dispatch
from docsvc.mail.post import post_to_user
from docsvc.model import Dispatch, Document, Move, State
from docsvc.tools import Tools
from docsvc.work import SYSTEM, Work


def expire_dispatch(tools: Tools, payload: Mapping[str, str]) -> None:
    """Expire what is still waiting for a recipient; a sending not made ready yet is left to that job."""
    with tools.work() as work:
        dispatch, documents = lock_dispatch(work, payload["dispatch"])
        over = dispatch.expires_at is not None and dispatch.expires_at <= work.now
        preparing = any(document.state == State.PREPARING.value for document in documents)
        if over and not preparing and dispatch.closed_at is None:
            expire(work, dispatch, documents)


def expire(work: Work, dispatch: Dispatch, documents: Sequence[Document]) -> None:
    """Move the documents that still wait to `expired`, tell their owners and close the sending."""
    for document in documents:
        if document.state == State.SENT.value:
            document.move(Move.EXPIRE)
            work.record(document, "document.expired", SYSTEM, dispatch=dispatch.id)
            post_to_user(work, "expired", document.owner, document=document)
    close_dispatch(work, dispatch)
