"""Whose turn it is: inviting the next recipients, and finishing a document after its last act."""

from collections import Counter

from sqlalchemy import select

from docsvc.actions.dispatch_clock import plan_dispatch
from docsvc.mail.post import post_to_recipient
from docsvc.model import (
    MAY_ACT,
    Act,
    Dispatch,
    DispatchDocument,
    Move,
    Recipient,
    RecipientState,
    Signature,
    State,
)
from docsvc.model.asked_of import acting, acts_on, documents_asked, needed_of
from docsvc.work import SYSTEM, Work

NOT_ASKED = MAY_ACT | {RecipientState.WAITING}
"""Of those who have not answered: in a group whose others have done enough, they need not."""


def advance(work: Work, dispatch: Dispatch) -> None:
    """Go on with a sending after an act: whoever has acted on everything is done, and so is a group.

    A document on which nobody is left to act moves on to its closing seal. When nobody is awaited the sending
    ends; otherwise the next recipients are invited.
    """
    _close_parts(work, dispatch)
    _spare(work, dispatch)
    _finish(work, dispatch)
    if all(each.state == RecipientState.ACTED for each in acting(dispatch)):
        dispatch.closed_at = dispatch.closed_at or work.now
    else:
        invite_next(work, dispatch)


def invite_next(work: Work, dispatch: Dispatch) -> None:
    """Invite everybody of the lowest order that has not acted yet; harmless when they are invited already.

    Whoever gave their will before, together with their approval, has acted by now and is not invited.
    """
    pending = [each for each in acting(dispatch) if each.state != RecipientState.ACTED]
    turn = min((each.order for each in pending), default=None)
    waiting = [each for each in pending if each.order == turn and each.state == RecipientState.WAITING]
    if any(_wants_already(work, dispatch, each) for each in waiting):
        advance(work, dispatch)
        return
    for recipient in waiting:
        _invite(work, dispatch, recipient, template="invitation")
    plan_dispatch(work, dispatch)


def invite_copies(work: Work, dispatch: Dispatch) -> None:
    """Invite those who are shown the documents from the first and asked nothing."""
    for recipient in dispatch.recipients:
        if recipient.act == Act.COPY and recipient.state == RecipientState.WAITING:
            _invite(work, dispatch, recipient, template="invitation")


def invite_receivers(work: Work, dispatch: Dispatch, *, template: str = "invitation") -> None:
    """Invite those who only receive: the document is complete."""
    for recipient in dispatch.recipients:
        if recipient.act == Act.RECEIVE and recipient.state == RecipientState.WAITING:
            _invite(work, dispatch, recipient, template=template)


def _wants_already(work: Work, dispatch: Dispatch, recipient: Recipient) -> bool:
    from docsvc.actions.use_will import use_will

    return use_will(work, dispatch, recipient)


def _close_parts(work: Work, dispatch: Dispatch) -> None:
    done = _acts(work, dispatch)
    for recipient in acting(dispatch):
        asked = {each.document_id for each in documents_asked(recipient, dispatch)}
        if recipient.state != RecipientState.ACTED and asked and asked <= done.get(recipient.id, set()):
            recipient.state, recipient.acted_at = RecipientState.ACTED.value, work.now


def _spare(work: Work, dispatch: Dispatch) -> None:
    """Spare the rest of each group of which enough have acted; who was asked already is told."""
    acted = Counter(each.group for each in acting(dispatch) if each.state == RecipientState.ACTED)
    enough = {group for group, count in acted.items() if group and count >= needed_of(dispatch, group)}
    for recipient in acting(dispatch):
        if recipient.group in enough and RecipientState(recipient.state) in NOT_ASKED:
            told = RecipientState(recipient.state) in MAY_ACT
            recipient.state = RecipientState.SPARED.value
            _record_for(work, dispatch, "recipient.spared", recipient)
            if told:
                first = dispatch.documents[0].document
                post_to_recipient(work, "spared", recipient, document=first)


def _finish(work: Work, dispatch: Dispatch) -> None:
    for entry in dispatch.documents:
        if entry.document.state == State.SENT and not _awaited(dispatch, entry):
            entry.document.move(Move.FINISH)
            work.record(entry.document, "document.finished", SYSTEM, version=entry.version_id)
            work.later("seal", {"document": entry.document_id}, key=f"seal:{entry.version_id}")


def _awaited(dispatch: Dispatch, entry: DispatchDocument) -> bool:
    left = (each for each in acting(dispatch) if each.state != RecipientState.ACTED)
    return any(acts_on(each, entry) for each in left)


def _invite(work: Work, dispatch: Dispatch, recipient: Recipient, *, template: str) -> None:
    recipient.state, recipient.invited_at = RecipientState.INVITED.value, work.now
    _record_for(
        work,
        dispatch,
        "recipient.invited",
        recipient,
        private={"name": recipient.name, "email": recipient.email},
        act=recipient.act,
        turn=recipient.order,
    )
    post_to_recipient(work, template, recipient, document=dispatch.documents[0].document)


def _record_for(
    work: Work,
    dispatch: Dispatch,
    kind: str,
    recipient: Recipient,
    *,
    private: dict[str, str] | None = None,
    **public: object,
) -> None:
    """Record in every document what the sending did with a recipient."""
    for entry in dispatch.documents:
        work.record(entry.document, kind, SYSTEM, private=private, recipient=recipient.id, **public)


def _acts(work: Work, dispatch: Dispatch) -> dict[str, set[str]]:
    """Return on which documents each recipient has acted."""
    ids = [each.id for each in dispatch.recipients]
    found = select(Signature.recipient_id, Signature.document_id).where(Signature.recipient_id.in_(ids))
    done: dict[str, set[str]] = {}
    for recipient_id, document_id in work.session.execute(found):
        done.setdefault(recipient_id, set()).add(document_id)
    return done
