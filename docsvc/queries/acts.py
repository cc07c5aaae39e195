"""What a person may do with a document now: what its page offers as buttons."""

from collections.abc import Sequence
from enum import StrEnum

from docsvc.access import Right, holds
from docsvc.model import (
    ApprovalState,
    Document,
    Kind,
    Move,
    Origin,
    RenderState,
    StageState,
    State,
    moves_from,
)
from docsvc.model.dispatches import Act
from docsvc.model.kinds import KINDS
from docsvc.queries.approval_rows import ApprovalView, StageRow
from docsvc.queries.mailing_plan import is_for_many
from docsvc.work import Actor


class Offer(StrEnum):
    """An act that a page may offer."""

    DECIDE = "decide"
    SUBMIT = "submit"
    SEND = "send"
    ISSUE = "issue"
    MAIL = "mail"
    REVISE = "revise"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    VOID = "void"
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
        Offer.SUBMIT: Move.SUBMIT in moves_from(state) and not document.version.sent_sha256,
        Offer.SEND: state is State.APPROVED and not receives,
        Offer.ISSUE: state is State.APPROVED and receives,
        Offer.MAIL: state is State.APPROVED and is_for_many(document),
        Offer.REVISE: state in REVISABLE and document.version.origin != Origin.COPIED.value,
        Offer.EDIT: state in REVISABLE and _has_word_file(document),
        Offer.WITHDRAW: Move.WITHDRAW in moves_from(state),
        Offer.VOID: Move.VOID in moves_from(state),
        Offer.TRASH: state is State.DRAFT,
        Offer.RESTORE: False,
    }[offer]


def _has_word_file(document: Document) -> bool:
    version = document.version
    return version.docx_blob is not None and version.render_state == RenderState.DONE.value


RIGHTS = {
    Offer.DECIDE: Right.DECIDE,
    Offer.SUBMIT: Right.EDIT,
    Offer.SEND: Right.SEND,
    Offer.ISSUE: Right.SEND,
    Offer.MAIL: Right.SEND,
    Offer.REVISE: Right.EDIT,
    Offer.EDIT: Right.EDIT,
    Offer.WITHDRAW: Right.WITHDRAW,
    Offer.VOID: Right.WITHDRAW,
    Offer.TRASH: Right.TRASH,
    Offer.RESTORE: Right.TRASH,
}


def _allowed(offer: Offer, document: Document, actor: Actor) -> bool:
    return holds(actor, RIGHTS[offer], document)


class Control(StrEnum):
    """What whoever asked for an approval may do with it while it runs."""

    PAUSE = "pause"
    RESUME = "resume"
    STEP_BACK = "step_back"
    RESTART = "restart"
    CHANGE = "change"


def controls(
    document: Document, actor: Actor, *, approval: ApprovalView | None, stages: Sequence[StageRow]
) -> tuple[Control, ...]:
    """Return how the actor may steer the approval now; nothing for others than its initiator."""
    initiator_id = approval.initiator_id if approval else None
    if document.state != State.IN_APPROVAL.value or not steers(actor, document, initiator_id=initiator_id):
        return ()
    paused = approval is not None and approval.state is ApprovalState.PAUSED
    possible = {
        Control.PAUSE: approval is not None and not paused,
        Control.RESUME: paused,
        Control.STEP_BACK: not paused and any(stage.state is StageState.PASSED for stage in stages),
        Control.RESTART: True,
        Control.CHANGE: True,
    }
    return tuple(control for control in Control if possible[control])


def steers(actor: Actor, document: Document, *, initiator_id: str | None) -> bool:
    """Tell whether the actor may steer an approval: who asked for it, and whoever may send the document."""
    return actor.id == initiator_id or holds(actor, Right.SEND, document)
