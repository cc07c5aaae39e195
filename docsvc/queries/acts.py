"""What a person may do with a document now: what its page offers as buttons."""

from enum import StrEnum

from docsvc.access import Right, holds
from docsvc.model import Document, Kind, Move, State, moves_from
from docsvc.model.dispatches import Act
from docsvc.model.kinds import KINDS
from docsvc.work import Actor


class Offer(StrEnum):
    """An act that a page may offer."""

    DECIDE = "decide"
    SUBMIT = "submit"
    SEND = "send"
    ISSUE = "issue"
    REVISE = "revise"
    WITHDRAW = "withdraw"
    TRASH = "trash"
    RESTORE = "restore"


REVISABLE = frozenset(
    {State.DRAFT, State.APPROVED, State.REJECTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN},
)


def offers(document: Document, actor: Actor, *, asked: bool) -> tuple[Offer, ...]:
    """Return what the actor may do, the next sensible act first.

    `asked` tells whether an open approval awaits the actor.
    """
    if document.trashed_at is not None:
        return (Offer.RESTORE,) if holds(actor, Right.TRASH, document) else ()
    return tuple(
        offer
        for offer in Offer
        if _possible(offer, document, asked=asked) and _allowed(offer, document, actor)
    )


def _possible(offer: Offer, document: Document, *, asked: bool) -> bool:
    state = State(document.state)
    receives = KINDS[Kind(document.kind)].client_act is Act.RECEIVE
    return {
        Offer.DECIDE: asked and state is State.IN_APPROVAL,
        Offer.SUBMIT: Move.SUBMIT in moves_from(state),
        Offer.SEND: state is State.APPROVED and not receives,
        Offer.ISSUE: state is State.APPROVED and receives,
        Offer.REVISE: state in REVISABLE,
        Offer.WITHDRAW: Move.WITHDRAW in moves_from(state),
        Offer.TRASH: state is State.DRAFT,
        Offer.RESTORE: False,
    }[offer]


RIGHTS = {
    Offer.DECIDE: Right.DECIDE,
    Offer.SUBMIT: Right.EDIT,
    Offer.SEND: Right.SEND,
    Offer.ISSUE: Right.SEND,
    Offer.REVISE: Right.EDIT,
    Offer.WITHDRAW: Right.WITHDRAW,
    Offer.TRASH: Right.TRASH,
    Offer.RESTORE: Right.TRASH,
}


def _allowed(offer: Offer, document: Document, actor: Actor) -> bool:
    return holds(actor, RIGHTS[offer], document)
