"""The life of a document as one table: what may happen in which state, and where it leads."""

from enum import StrEnum


class State(StrEnum):
    """Where a document stands."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    PREPARING = "preparing"
    SENT = "sent"
    SEALING = "sealing"
    COMPLETED = "completed"
    ARCHIVED = "archived"
    REJECTED = "rejected"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


class Move(StrEnum):
    """What takes a document from one state to the next."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    SEND = "send"
    ISSUE = "issue"
    READY = "ready"
    FINISH = "finish"
    REQUEST_CHANGES = "request_changes"
    DECLINE = "decline"
    EXPIRE = "expire"
    COMPLETE = "complete"
    ARCHIVE = "archive"
    VOID = "void"
    REVISE = "revise"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.SUBMIT): State.IN_APPROVAL,
    (State.DRAFT, Move.WITHDRAW): State.WITHDRAWN,
    (State.IN_APPROVAL, Move.APPROVE): State.APPROVED,
    (State.IN_APPROVAL, Move.RETURN): State.DRAFT,
    (State.IN_APPROVAL, Move.REJECT): State.REJECTED,
    (State.IN_APPROVAL, Move.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Move.SEND): State.PREPARING,
    (State.APPROVED, Move.ISSUE): State.SEALING,
    (State.APPROVED, Move.REVISE): State.DRAFT,
    (State.APPROVED, Move.WITHDRAW): State.WITHDRAWN,
    (State.PREPARING, Move.READY): State.SENT,
    (State.PREPARING, Move.WITHDRAW): State.WITHDRAWN,
    (State.SENT, Move.FINISH): State.SEALING,
    (State.SENT, Move.REQUEST_CHANGES): State.DRAFT,
    (State.SENT, Move.DECLINE): State.DECLINED,
    (State.SENT, Move.EXPIRE): State.EXPIRED,
    (State.SENT, Move.WITHDRAW): State.WITHDRAWN,
    (State.SEALING, Move.COMPLETE): State.COMPLETED,
    (State.COMPLETED, Move.ARCHIVE): State.ARCHIVED,
    (State.COMPLETED, Move.VOID): State.VOIDED,
    (State.ARCHIVED, Move.VOID): State.VOIDED,
    (State.REJECTED, Move.REVISE): State.DRAFT,
    (State.DECLINED, Move.REVISE): State.DRAFT,
    (State.EXPIRED, Move.REVISE): State.DRAFT,
    (State.WITHDRAWN, Move.REVISE): State.DRAFT,
}

SIGNED = frozenset({State.COMPLETED, State.ARCHIVED, State.VOIDED})
"""States of a document whose final file exists."""

DEAD = frozenset({State.REJECTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN, State.VOIDED})
"""States of a document that nothing can rest on."""

UNDER_WAY = frozenset({State.IN_APPROVAL, State.APPROVED, State.PREPARING, State.SENT, State.SEALING})
"""States in which somebody's act, or a job, is awaited."""


def moves_from(state: State) -> tuple[Move, ...]:
    """Return what may happen in `state`, in the table's order."""
    return tuple(move for (source, move) in TRANSITIONS if source is state)
