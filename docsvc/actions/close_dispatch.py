"""Ending a sending before everybody has answered."""

from docsvc.mail.post import post_to_recipient
from docsvc.model import MAY_ACT, Dispatch, Document, RecipientState
from docsvc.work import Work

ENDS = MAY_ACT | {RecipientState.WAITING}


def lock_dispatch(work: Work, dispatch_id: str) -> tuple[Dispatch, tuple[Document, ...]]:
    """Lock every document of a dispatch, always in the same order, then load it afresh; raise `NotFound`."""
    ids = sorted(each.document_id for each in work.get(Dispatch, dispatch_id).documents)
    documents = tuple(work.document(document_id) for document_id in ids)
    work.session.expire_all()  # what was read before the lock may be old
    return work.get(Dispatch, dispatch_id), documents


def close_dispatch(work: Work, dispatch: Dispatch) -> None:
    """Close the dispatch: whoever has not answered need not and cannot any more."""
    dispatch.closed_at = work.now
    for recipient in dispatch.recipients:
        if RecipientState(recipient.state) in ENDS:
            recipient.state = RecipientState.CANCELLED.value


def tell_asked(work: Work, dispatch: Dispatch, document: Document, *, who: str, reason: str) -> None:
    """Write to those who were asked and have not answered; call it before the dispatch is closed."""
    for recipient in dispatch.recipients:
        if RecipientState(recipient.state) in MAY_ACT:
            post_to_recipient(work, "withdrawn", recipient, document=document, who=who, reason=reason)
