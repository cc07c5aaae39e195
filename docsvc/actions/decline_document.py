"""A recipient declines: the sending ends for everybody, and the owner learns why."""

from docsvc.actions.close_dispatch import close_dispatch, tell_asked
from docsvc.actions.enter import Seat, enter, require_turn
from docsvc.errors import BadInput, CommentRequired
from docsvc.mail.post import post_to_user
from docsvc.model import Act, Move, RecipientState, State
from docsvc.work import Work
from signing.values import clean

REASON_MAX = 2_000


def decline_document(
    work: Work, session_token: str, *, document_id: str, reason: str, address: str, device: str
) -> None:
    """Decline a document with a reason; whatever else was sent with it is declined too.

    Raises `CommentRequired`, `BadInput` (over 2,000 characters), and what `enter` and `require_turn` raise.
    """
    seat = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, seat, acts=frozenset({Act.SIGN, Act.ACCEPT}))
    words = _reason(reason)
    _close(work, seat, words)
    for document in (each.document for each in seat.dispatch.documents):
        if document.state == State.SENT:
            document.move(Move.DECLINE)
            work.record(
                document,
                "document.declined",
                seat.actor,
                private={"reason": words},
                recipient=seat.recipient.id,
            )
    owner = seat.document.owner
    post_to_user(work, "declined", owner, document=seat.document, who=seat.recipient.name, reason=words)


def _reason(reason: str) -> str:
    words = "\n".join(line for line in map(clean, reason.splitlines()) if line)
    if not words:
        raise CommentRequired
    if len(words) > REASON_MAX:
        raise BadInput([("reason", "не больше 2 000 знаков")])
    return words


def _close(work: Work, seat: Seat, words: str) -> None:
    """Take down the refusal first: the one who declines gets no letter about it.

    The others learn that the sending ended, not who declined and why: that is for the owner.
    """
    seat.recipient.state, seat.recipient.reason = RecipientState.DECLINED.value, words
    seat.recipient.acted_at = work.now
    tell_asked(work, seat.dispatch, seat.document, who="", reason="")
    close_dispatch(work, seat.dispatch)
