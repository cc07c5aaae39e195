"""The files of a document: what may be downloaded, and where its bytes are."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, Scope, allow, holds
from docsvc.errors import NotFound
from docsvc.model import ArchiveEntry, Document, DocumentVersion, Kind
from docsvc.model.kinds import KINDS
from docsvc.work import Actor


class File(StrEnum):
    """What a document's file is; also the last part of its address."""

    RENDERED = "rendered"
    DOCX = "docx"
    SENT = "sent"
    FINAL = "final"
    LASTING = "lasting"
    CERTIFICATE = "certificate"
    PACKAGE = "package"


PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES = {File.DOCX: WORD}

SIGNED_FILES = frozenset({File.FINAL, File.LASTING, File.CERTIFICATE, File.PACKAGE})
"""What there is to read for whoever sees a document only because it is signed."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: its address in the blobs, its name for people and its SHA-256 (hex)."""

    what: File
    name: str
    blob: str
    sha256: str
    media_type: str = PDF


def files_of(session: Session, document: Document, version: DocumentVersion) -> tuple[FileRow, ...]:
    """Return the files of a version, the most final first."""
    stem = f"{KINDS[Kind(document.kind)].short}_{document.number}_v{version.label}"
    known = (
        (File.FINAL, f"{stem}_signed.pdf", version.final_blob, version.final_sha256),
        (File.CERTIFICATE, f"{stem}_certificate.pdf", version.certificate_blob, version.certificate_sha256),
        (File.LASTING, f"{stem}_lasting.pdf", version.lasting_blob, version.lasting_sha256),
        (File.SENT, f"{stem}_sent.pdf", version.sent_blob, version.sent_sha256),
        (File.RENDERED, f"{stem}.pdf", version.rendered_blob, version.rendered_sha256),
        (File.DOCX, f"{stem}.docx", version.docx_blob, version.docx_sha256),
    )
    found = [
        FileRow(what, name, blob, digest or "", MEDIA_TYPES.get(what, PDF))
        for what, name, blob, digest in known
        if blob
    ]
    if version.id == document.current_version_id:
        found[1:1] = _package(session, document.id)
    return tuple(found)


def sees_only_signed(actor: Actor, document: Document) -> bool:
    """Tell whether the actor sees the document only because it is signed, as an accountant does."""
    return not holds(actor, Right.VIEW, document, beside=Scope.SIGNED)


def readable_files(
    session: Session, actor: Actor, document: Document, version: DocumentVersion
) -> tuple[FileRow, ...]:
    """Return the files of a version that the actor may read, the most final first."""
    found = files_of(session, document, version)
    if not sees_only_signed(actor, document):
        return found
    if version.id != document.current_version_id:
        return ()
    return tuple(file for file in found if file.what in SIGNED_FILES)


def document_file(
    session: Session, actor: Actor, document_id: str, *, what: File, version_id: str | None = None
) -> FileRow:
    """Return one file of the document's current or named version; raise `NotFound`.

    The whole package is an export, so it asks for that right.
    """
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound
    allow(actor, Right.VIEW, document)
    if what is File.PACKAGE:
        allow(actor, Right.EXPORT, document)
    wanted = version_id or document.current_version_id
    version = next((each for each in document.versions if each.id == wanted), None)
    found = readable_files(session, actor, document, version) if version else ()
    file = next((each for each in found if each.what is what), None)
    if file is None:
        raise NotFound
    return file


def _package(session: Session, document_id: str) -> list[FileRow]:
    entry = session.scalars(select(ArchiveEntry).where(ArchiveEntry.document_id == document_id)).one_or_none()
    if entry is None:
        return []
    return [
        FileRow(File.PACKAGE, entry.file_name, entry.package_blob, entry.package_sha256, "application/zip")
    ]
