"""A recipient declines: the sending ends for everybody, and the owner learns why."""

from collections.abc import Iterable

from docsvc.actions.close_dispatch import end_early
from docsvc.actions.enter import Visit, enter, in_person, require_turn
from docsvc.errors import BadInput, CommentRequired
from docsvc.mail.post import post_to_user
from docsvc.model import ACTING, Document, Move, RecipientState, State
from docsvc.work import Work
from signing.values import clean

REASON_MAX = 2_000


def decline_document(
    work: Work, session_token: str, *, document_id: str, reason: str, address: str, device: str
) -> None:
    """Decline a document with a reason; whatever else of the sending still waits is declined too.

    Raises `CommentRequired`, `BadInput` (over 2,000 characters), and what `enter` and `require_turn` raise.
    """
    visit = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, visit, acts=ACTING)
    words = read_reason(reason)
    waiting = waiting_of(visit)
    leave_sending(work, visit, state=RecipientState.DECLINED, words=words)
    for document in waiting:
        document.move(Move.DECLINE)
        private = {"reason": words}
        work.record(
            document,
            "document.declined",
            visit.actor,
            private=private,
            recipient=visit.recipient.id,
            **in_person(visit),
        )
    tell_owners(work, visit, "declined", waiting, reason=words)


def read_reason(reason: str, *, field: str = "reason") -> str:
    """Return a reason line by line; raise `CommentRequired` without one, `BadInput` over 2,000 characters."""
    words = "\n".join(line for line in map(clean, reason.splitlines()) if line)
    if not words:
        raise CommentRequired
    if len(words) > REASON_MAX:
        raise BadInput([(field, "не больше 2 000 знаков")])
    return words


def leave_sending(work: Work, visit: Visit, *, state: RecipientState, words: str) -> None:
    """End the sending by a recipient's answer, which is taken down first.

    The others learn that the sending ended, not who ended it and why: that is for the owner, whom the caller
    tells by `tell_owners`.
    """
    waiting = waiting_of(visit)
    visit.recipient.state, visit.recipient.reason = state.value, words
    visit.recipient.acted_at = work.now
    end_early(work, visit.dispatch, waiting[0], told={each.owner_id for each in waiting})


def waiting_of(visit: Visit) -> list[Document]:
    """Return what still waits of the sending, the document in front of the recipient first."""
    waiting = [each.document for each in visit.dispatch.documents if each.document.state == State.SENT]
    return sorted(waiting, key=lambda each: each.id != visit.document.id)


def tell_owners(
    work: Work, visit: Visit, template: str, documents: Iterable[Document], *, reason: str
) -> None:
    """Write to each owner of the documents once; their letter names what stands of the sending."""
    told: set[str] = set()
    for document in documents:
        if document.owner_id not in told:
            told.add(document.owner_id)
            post_to_user(
                work,
                template,
                document.owner,
                document=document,
                dispatch=visit.dispatch.id,
                who=visit.recipient.name,
                reason=reason,
            )
