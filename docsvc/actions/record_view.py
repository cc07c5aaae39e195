"""Note in the trail that somebody looked at a document or took a copy."""

from docsvc.access import Right, allow
from docsvc.work import Actor, Work


def record_view(work: Work, document_id: str, *, actor: Actor, what: str, download: bool = False) -> None:
    """Record a view or a download of `what` (`rendered`, `sent`, `final`, `certificate`, `package`)."""
    document = work.document(document_id, trashed=True)
    allow(actor, Right.VIEW, document)
    work.record(document, "document.downloaded" if download else "document.viewed", actor, file=what)
