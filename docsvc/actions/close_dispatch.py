"""Ending a sending before everybody has answered."""

from collections.abc import Collection

from sqlalchemy import select

from docsvc.actions.tell_standing import tell_standing
from docsvc.mail.post import post_to_recipient
from docsvc.model import MAY_ACT, Dispatch, DispatchDocument, Document, RecipientState
from docsvc.work import Work

ENDS = MAY_ACT | {RecipientState.WAITING}
CONCERNED = MAY_ACT | {RecipientState.ACTED}
"""Whoever was asked, or has signed what does not come into force after all."""


def lock_dispatch(work: Work, dispatch_id: str) -> tuple[Dispatch, tuple[Document, ...]]:
    """Lock every document of a dispatch, always in the same order, then load it afresh; raise `NotFound`."""
    ids = sorted(each.document_id for each in work.get(Dispatch, dispatch_id).documents)
    documents = tuple(work.document(document_id) for document_id in ids)
    work.session.expire_all()  # what was read before the lock may be old
    return work.get(Dispatch, dispatch_id), documents


def lock_with_companions(work: Work, document_id: str) -> Document:
    """Lock a document and all that any sending ever went out with it, in the one order; raise `NotFound`.

    Whoever then touches a sending of the document holds what `lock_dispatch` would lock.
    """
    sendings = select(DispatchDocument.dispatch_id).where(DispatchDocument.document_id == document_id)
    together = select(DispatchDocument.document_id).where(DispatchDocument.dispatch_id.in_(sendings))
    for each in sorted({document_id, *work.session.scalars(together)}):
        work.document(each, trashed=each != document_id)
    return work.document(document_id)


def close_dispatch(work: Work, dispatch: Dispatch) -> None:
    """Close the dispatch: whoever has not answered need not and cannot any more."""
    dispatch.closed_at = work.now
    for recipient in dispatch.recipients:
        if RecipientState(recipient.state) in ENDS:
            recipient.state = RecipientState.CANCELLED.value


def end_early(
    work: Work,
    dispatch: Dispatch,
    document: Document,
    *,
    to: Collection[RecipientState] = CONCERNED,
    who: str = "",
    reason: str = "",
    told: Collection[str] = (),
) -> None:
    """Close a sending before everybody has answered; recipients in one of the states `to` are told.

    `document` is one that comes to nothing. Where another one of the sending stands, whoever saw it is told
    so instead, but for the people `told`: their letter says it already.
    """
    concerned = [each for each in dispatch.recipients if RecipientState(each.state) in to]
    close_dispatch(work, dispatch)
    if tell_standing(work, dispatch, reason=reason, told=told):
        return
    for recipient in concerned:
        post_to_recipient(work, "withdrawn", recipient, document=document, who=who, reason=reason)
