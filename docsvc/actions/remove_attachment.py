"""Take back a file that was given to the approvers."""

from docsvc.access import Right, allow
from docsvc.actions.attach_file import require_before_sending
from docsvc.errors import NotFound
from docsvc.model import Attachment
from docsvc.work import Actor, Work


def remove_attachment(work: Work, attachment_id: str, *, actor: Actor) -> None:
    """Take a file out of sight; the record of it stays.

    Raises `NotFound` for a file that is gone already, `Forbidden`, `WrongMove` once the approval is over.
    """
    document = work.document(work.get(Attachment, attachment_id).document_id)
    allow(actor, Right.EDIT, document)
    attachment = work.get(Attachment, attachment_id)
    work.session.refresh(attachment, ["removed_at"])
    if attachment.removed_at is not None:
        raise NotFound
    require_before_sending(document)
    attachment.removed_at = work.now
    work.record(
        document,
        "document.attachment_removed",
        actor,
        attachment=attachment.id,
        sha256=attachment.sha256,
        private={"file": attachment.name},
    )
