"""Declare a completed document void: the file stays as it is, and everybody who has it is told."""

from sqlalchemy import select

from docsvc.access import Right, allow
from docsvc.actions.require_short import require_short
from docsvc.errors import CommentRequired
from docsvc.mail.post import post_to_recipient, post_to_user
from docsvc.model import Dispatch, DispatchDocument, Document, Move, Recipient
from docsvc.model.asked_of import was_shown
from docsvc.work import Actor, Work


def void_document(
    work: Work, document_id: str, *, actor: Actor, reason: str, seen: int | None = None
) -> None:
    """Declare a completed document void; whoever signed or received it is told why.

    Files, signatures and the archived package stay untouched; its page of proof says that it is void. Raises
    `NotFound`, `Forbidden`, `StalePage`, `CommentRequired`, and `WrongMove` for what is not completed.
    """
    document = work.document(document_id)
    allow(actor, Right.WITHDRAW, document)
    document.refuse_stale(seen)
    reason = reason.strip()
    if not reason:
        raise CommentRequired
    require_short(reason=reason)
    document.move(Move.VOID)
    work.record(document, "document.voided", actor, private={"reason": reason}, version=document.version.id)
    for recipient in _holders(work, document):
        post_to_recipient(work, "voided", recipient, document=document, who=actor.name, reason=reason)
    if document.owner_id != actor.id:
        post_to_user(work, "voided", document.owner, document=document, who=actor.name, reason=reason)


def _holders(work: Work, document: Document) -> tuple[Recipient, ...]:
    """Return whoever has the version that is void now, however the sending ended."""
    statement = (
        select(Dispatch).join(DispatchDocument).where(DispatchDocument.version_id == document.version.id)
    )
    found = work.session.scalars(statement).unique()
    return tuple(recipient for dispatch in found for recipient in dispatch.recipients if was_shown(recipient))
