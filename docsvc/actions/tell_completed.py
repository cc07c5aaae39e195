"""Telling recipients that it is done: once a sending, however many documents it has."""

from sqlalchemy import select

from docsvc.actions.invite import invite_receivers
from docsvc.actions.tell_standing import tell_standing
from docsvc.mail.post import post_to_recipient
from docsvc.model import (
    MAY_ACT,
    Act,
    Dispatch,
    DispatchDocument,
    Document,
    Recipient,
    RecipientState,
    State,
)
from docsvc.model.asked_of import is_complete, stands
from docsvc.work import Work

_UNDER_WAY = frozenset({State.PREPARING, State.SENT, State.SEALING})


def tell_completed(work: Work, document: Document) -> None:
    """Send their copy to all who acted or were shown it, and invite those who only receive.

    It waits until nothing of the sending is under way; of one that ended early it tells what stands. The
    caller has locked the document with its companions.
    """
    for dispatch in _dispatches(work, document):
        if any(map(_is_under_way, dispatch.documents)):
            continue
        if all(map(is_complete, dispatch.documents)):
            _tell(work, dispatch)
        else:
            tell_standing(work, dispatch)


def _is_under_way(entry: DispatchDocument) -> bool:
    """Tell whether the sending still waits for this document; a new version of it is no part of it."""
    current = entry.document.current_version_id == entry.version_id
    return current and State(entry.document.state) in _UNDER_WAY


def _tell(work: Work, dispatch: Dispatch) -> None:
    first = next(each.document for each in dispatch.documents if stands(each))
    for recipient in filter(_is_told, dispatch.recipients):
        post_to_recipient(work, "completed", recipient, document=first)
    invite_receivers(work, dispatch, template="issued")


def _is_told(recipient: Recipient) -> bool:
    shown = recipient.act == Act.COPY and RecipientState(recipient.state) in MAY_ACT
    return shown or recipient.state == RecipientState.ACTED


def _dispatches(work: Work, document: Document) -> tuple[Dispatch, ...]:
    found = (
        select(Dispatch)
        .join(DispatchDocument)
        .where(DispatchDocument.version_id == document.current_version_id)
    )
    return tuple(work.session.scalars(found).unique())
