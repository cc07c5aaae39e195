"""The files that were given to the approvers with a document."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import NotFound
from docsvc.model import Attachment
from docsvc.queries.document import load_visible
from docsvc.queries.files import sees_only_signed
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file; `size` in bytes, `blob` its address."""

    id: str
    name: str
    media_type: str
    size: int
    author: str
    at: datetime
    blob: str


def attachments(session: Session, document_id: str) -> tuple[AttachmentRow, ...]:
    """Return the files that are there, oldest first.

    For those who take part in the work on the document: the caller has made sure of it.
    """
    found = (
        select(Attachment)
        .where(Attachment.document_id == document_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.at, Attachment.id)
    )
    return tuple(_row(each) for each in session.scalars(found).unique())


def attached_file(session: Session, actor: Actor, document_id: str, *, attachment_id: str) -> AttachmentRow:
    """Return one file of a document that the actor works on; raise `NotFound`."""
    document = load_visible(session, actor, document_id)
    attachment = session.get(Attachment, attachment_id)
    known = attachment is not None and attachment.document_id == document_id
    if attachment is None or not known or attachment.removed_at or sees_only_signed(actor, document):
        raise NotFound
    return _row(attachment)


def _row(attachment: Attachment) -> AttachmentRow:
    return AttachmentRow(
        id=attachment.id,
        name=attachment.name,
        media_type=attachment.media_type,
        size=attachment.size,
        author=attachment.author.name,
        at=attachment.at,
        blob=attachment.blob,
    )
