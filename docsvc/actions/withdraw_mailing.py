"""Take back every copy of a mailing that still waits for its person."""

from sqlalchemy import select

from docsvc.access import Right
from docsvc.actions.mail_to_many import batches
from docsvc.actions.stop_mailing import lock_mailing
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import CommentRequired
from docsvc.model import Document, Mailing, MailingRow, State
from docsvc.work import Actor, Work

_OUT = (State.PREPARING.value, State.SENT.value)


def withdraw_mailing(work: Work, mailing_id: str, *, actor: Actor, reason: str) -> None:
    """Stop the mailing and promise that whatever waits is taken back, each person told why.

    Raises `CommentRequired` without a reason.
    """
    if not reason.strip():
        raise CommentRequired
    mailing, document = lock_mailing(work, mailing_id, actor=actor, right=Right.WITHDRAW)
    mailing.stopped_at = mailing.stopped_at or work.now
    mailing.terms = mailing.terms | {"withdrawn": {"by": actor.id, "reason": reason.strip()}}
    made = select(MailingRow.position).where(
        MailingRow.mailing_id == mailing.id, MailingRow.document_id.is_not(None)
    )
    positions = list(work.session.scalars(made.order_by(MailingRow.position)))
    for about, key in batches(mailing, positions):
        work.later("mailing_withdraw", about, key=f"mailing_withdraw:{key}")
    private = {"reason": reason.strip()}
    work.record(document, "mailing.withdrawn", actor, private=private, mailing=mailing.id)


def withdraw_copies(work: Work, mailing_id: str, *, actor: Actor, first: int, last: int) -> None:
    """Take back the copies of one batch that still wait."""
    reason = str(work.get(Mailing, mailing_id).terms["withdrawn"]["reason"])
    waiting = (
        select(Document.id)
        .join(MailingRow, MailingRow.document_id == Document.id)
        .where(
            MailingRow.mailing_id == mailing_id,
            MailingRow.position.between(first, last),
            Document.state.in_(_OUT),
        )
        .order_by(Document.id)
    )
    for document_id in work.session.scalars(waiting).all():
        # Asked again under the lock: somebody may have signed meanwhile.
        if work.document(document_id).state in _OUT:
            withdraw_document(work, document_id, actor=actor, reason=reason)
