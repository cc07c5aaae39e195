"""End a sending whose time has passed."""

from collections.abc import Mapping

from docsvc.actions.close_dispatch import close_dispatch
from docsvc.mail.post import post_to_user
from docsvc.model import Dispatch, Move, State
from docsvc.tools import Tools
from docsvc.work import SYSTEM


def expire_dispatch(tools: Tools, payload: Mapping[str, str]) -> None:
    """Expire what is still waiting for a recipient, and tell the owner."""
    with tools.work() as work:
        ids = sorted(each.document_id for each in work.get(Dispatch, payload["dispatch"]).documents)
        documents = [work.document(document_id) for document_id in ids]
        work.session.expire_all()  # what was read before the lock may be old
        dispatch = work.get(Dispatch, payload["dispatch"])
        waiting = [document for document in documents if document.state == State.SENT.value]
        if dispatch.closed_at is not None or dispatch.expires_at is None or dispatch.expires_at > work.now:
            return
        for document in waiting:
            document.move(Move.EXPIRE)
            work.record(document, "document.expired", SYSTEM, dispatch=dispatch.id)
            post_to_user(work, "expired", document.owner, document=document)
        close_dispatch(work, dispatch)
