"""Whose turn it is: inviting the next recipients, and finishing after the last."""

from sqlalchemy import select

from docsvc.actions.enter import Seat
from docsvc.mail.post import post_to_recipient
from docsvc.model import Act, Dispatch, Document, Move, Recipient, RecipientState, Signature
from docsvc.work import SYSTEM, Work


def invite_next(work: Work, dispatch: Dispatch) -> None:
    """Invite everybody of the lowest order that has not acted yet; harmless when they are invited already."""
    pending = [each for each in _acting(dispatch) if each.state != RecipientState.ACTED]
    turn = min((each.order for each in pending), default=None)
    for recipient in pending:
        if recipient.order == turn and recipient.state == RecipientState.WAITING:
            _invite(work, dispatch, recipient, template="invitation")


def invite_receivers(work: Work, dispatch: Dispatch, *, template: str = "invitation") -> None:
    """Invite those who only receive: the document is complete."""
    for recipient in dispatch.recipients:
        if recipient.act == Act.RECEIVE and recipient.state == RecipientState.WAITING:
            _invite(work, dispatch, recipient, template=template)


def end_turn(work: Work, seat: Seat) -> None:
    """After an act on one document: close the recipient's part, finish the document or invite the next.

    When nobody is left to act the document moves on to its closing seal.
    """
    recipient, dispatch = seat.recipient, seat.dispatch
    acts = _acts(work, dispatch)
    documents = {each.document_id for each in dispatch.documents}
    if all((recipient.id, document) in acts for document in documents):
        recipient.state, recipient.acted_at = RecipientState.ACTED.value, work.now
    if all((each.id, seat.document.id) in acts for each in _acting(dispatch)):
        _finish(work, seat.document, seat.version.id)
    if all(each.state == RecipientState.ACTED for each in _acting(dispatch)):
        dispatch.closed_at = work.now
    invite_next(work, dispatch)


def _finish(work: Work, document: Document, version_id: str) -> None:
    document.move(Move.FINISH)
    work.record(document, "document.finished", SYSTEM, version=version_id)
    work.later("seal", {"document": document.id}, key=f"seal:{version_id}")


def _invite(work: Work, dispatch: Dispatch, recipient: Recipient, *, template: str) -> None:
    recipient.state, recipient.invited_at = RecipientState.INVITED.value, work.now
    documents = [each.document for each in dispatch.documents]
    for document in documents:
        work.record(
            document,
            "recipient.invited",
            SYSTEM,
            private={"name": recipient.name, "email": recipient.email},
            recipient=recipient.id,
            act=recipient.act,
            turn=recipient.order,
        )
    post_to_recipient(work, template, recipient, document=documents[0])


def _acting(dispatch: Dispatch) -> list[Recipient]:
    return [each for each in dispatch.recipients if each.act != Act.RECEIVE]


def _acts(work: Work, dispatch: Dispatch) -> set[tuple[str, str]]:
    ids = [each.id for each in dispatch.recipients]
    done = select(Signature.recipient_id, Signature.document_id).where(Signature.recipient_id.in_(ids))
    return {(recipient_id, document_id) for recipient_id, document_id in work.session.execute(done)}
