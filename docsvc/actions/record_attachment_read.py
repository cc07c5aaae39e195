"""Note in the trail that somebody took a copy of an attached file."""

from docsvc.access import Right, allow
from docsvc.work import Actor, Work


def record_attachment_read(work: Work, document_id: str, *, actor: Actor, attachment_id: str) -> None:
    """Record a download."""
    document = work.document(document_id, trashed=True)
    allow(actor, Right.VIEW, document)
    work.record(document, "document.attachment_read", actor, attachment=attachment_id)
