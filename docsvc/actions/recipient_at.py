"""A recipient, or a whole sending, as whoever sent it reaches it: locked, and asked for the right."""

from docsvc.access import Right, allow
from docsvc.actions.close_dispatch import lock_dispatch
from docsvc.errors import SendingOver, SignsNoMore
from docsvc.model import Dispatch, Document, Recipient, State
from docsvc.queries.our_signatory import still_ours
from docsvc.work import Actor, Work

OUT = frozenset({State.PREPARING, State.SENT})
"""States of a document that still waits for somebody."""


def recipient_at(work: Work, recipient_id: str, *, actor: Actor) -> Recipient:
    """Return a recipient of a sending that the actor may steer; its documents stay locked.

    Raises `NotFound` or `Forbidden`.
    """
    dispatch_id = work.get(Recipient, recipient_id).dispatch_id
    _lock(work, dispatch_id, actor=actor)
    return work.get(Recipient, recipient_id)


def dispatch_at(work: Work, dispatch_id: str, *, actor: Actor) -> tuple[Dispatch, tuple[Document, ...]]:
    """Return an open sending that the actor may steer and its documents, which stay locked.

    Raises `NotFound`, `Forbidden` or `SendingOver`.
    """
    dispatch, documents = _lock(work, dispatch_id, actor=actor)
    require_open(dispatch)
    return dispatch, documents


def require_open(dispatch: Dispatch) -> None:
    """Raise `SendingOver` where nobody's answer is awaited any more."""
    if dispatch.closed_at is not None or not any(
        State(each.document.state) in OUT for each in dispatch.documents
    ):
        raise SendingOver


def require_ours(recipient: Recipient) -> None:
    """Raise `SignsNoMore` where the recipient was to sign for us and may not any more."""
    if not still_ours(recipient):
        raise SignsNoMore(who=recipient.name)


def _lock(work: Work, dispatch_id: str, *, actor: Actor) -> tuple[Dispatch, tuple[Document, ...]]:
    """Lock every document of a sending; the actor must be allowed to send each of them."""
    dispatch, documents = lock_dispatch(work, dispatch_id)
    for document in documents:
        allow(actor, Right.SEND, document)
    return dispatch, documents
