"""Stop a mailing: copies that were not sent yet stay unsent."""

from docsvc.access import Right, allow
from docsvc.model import Document, Mailing
from docsvc.work import Actor, Work


def stop_mailing(work: Work, mailing_id: str, *, actor: Actor) -> None:
    """Stop a mailing; what went out stays out. Stopping twice is stopping once."""
    mailing, document = lock_mailing(work, mailing_id, actor=actor, right=Right.SEND)
    if mailing.stopped_at is None:
        mailing.stopped_at = work.now
        work.record(document, "mailing.stopped", actor, mailing=mailing.id)


def lock_mailing(work: Work, mailing_id: str, *, actor: Actor, right: Right) -> tuple[Mailing, Document]:
    """Lock a mailing by its document; raise `NotFound`, or `Forbidden` without the right to the document."""
    document = work.document(work.get(Mailing, mailing_id).document_id)
    allow(actor, right, document)
    mailing = work.get(Mailing, mailing_id)
    work.session.refresh(mailing)
    return mailing, document
