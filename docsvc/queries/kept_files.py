"""Every file that the database names, with the document that it belongs to: what has to be in the store."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from docsvc.model import (
    ArchiveEntry,
    Attachment,
    Document,
    DocumentVersion,
    OutboxMessage,
    OutboxState,
    Signature,
)

AT_ONCE: Final = 500
"""Versions that are asked about in one statement."""

OF_VERSION: Final[tuple[InstrumentedAttribute[str | None] | InstrumentedAttribute[str], ...]] = (
    DocumentVersion.facts_blob,
    DocumentVersion.docx_blob,
    DocumentVersion.rendered_blob,
    DocumentVersion.sent_blob,
    DocumentVersion.picture_blob,
    DocumentVersion.head_blob,
    DocumentVersion.final_blob,
    DocumentVersion.lasting_blob,
    DocumentVersion.certificate_blob,
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file: its address in the store, the number of its document, and as what (a column) it is named."""

    address: str
    number: str
    part: str


def kept_files(session: Session) -> Iterator[KeptFile]:
    """Give every file that rows of documents name, those of the newest versions first."""
    before = ""
    while rows := list(session.execute(_versions(before))):
        for row in rows:
            for column, file in zip(OF_VERSION, row[2:], strict=True):
                if file:
                    yield KeptFile(file, row.number, column.key)
        yield from _beside(session, {row.id: row.number for row in rows})
        before = rows[-1].id


def _versions(before: str) -> Select[Any]:
    found: Any = select(DocumentVersion.id, Document.number, *OF_VERSION).join(
        Document, Document.id == DocumentVersion.document_id
    )
    newest: Select[Any] = found.order_by(DocumentVersion.id.desc()).limit(AT_ONCE)
    return newest.where(DocumentVersion.id < before) if before else newest


def _beside(session: Session, versions: dict[str, str]) -> Iterator[KeptFile]:
    """Give what belongs to the documents of these versions: packages, attachments, signatures."""
    owners = select(DocumentVersion.document_id).where(DocumentVersion.id.in_(versions))
    for column in (ArchiveEntry.package_blob, Attachment.blob):
        table = column.class_
        found = select(column, Document.number).join(Document, Document.id == table.document_id)
        for address, number in session.execute(found.where(table.document_id.in_(owners))):
            yield KeptFile(address, number, column.key)
    for look in (Signature.look_blob, Signature.detached_blob):
        signed = select(look, Signature.version_id).where(Signature.version_id.in_(versions))
        for row in session.execute(signed.where(look.is_not(None))):
            yield KeptFile(str(row[0]), versions[row.version_id], look.key)


def pending_edits(session: Session) -> int:
    """Return for how many documents, day by day, Word files wait to be confirmed or removed."""
    found = select(func.count()).where(
        OutboxMessage.name == "forget_edit", OutboxMessage.state == OutboxState.WAITING.value
    )
    return session.scalar(found) or 0
