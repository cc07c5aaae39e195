"""Whether a file is one that this installation recorded, by its hash alone."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from docsvc.model import ArchiveEntry, AuditEntry, Document, DocumentVersion, Kind, State
from docsvc.queries.proof import PUBLIC


class Which(StrEnum):
    """Which of a document's files it is."""

    FINAL = "final"
    LASTING = "lasting"
    CERTIFICATE = "certificate"
    SENT = "sent"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file that is recorded: which one, of what document, and whether that still stands.

    `known_at` is when the trail first named its hash.
    """

    document_id: str
    kind: Kind
    state: State
    which: Which
    current: bool
    known_at: datetime | None = None


def find_recorded(session: Session, sha256: str) -> Recorded | None:
    """Return what a file with this SHA-256 is here; None for one unknown or of a document never sent."""
    found = _of_version(session, sha256) or _package(session, sha256)
    return found and replace(found, known_at=_first_named(session, found.document_id, sha256))


def _first_named(session: Session, document_id: str, sha256: str) -> datetime | None:
    entries = select(AuditEntry.body).where(AuditEntry.subject == document_id).order_by(AuditEntry.position)
    bodies = (json.loads(body) for body in session.scalars(entries))
    named = (body["at"] for body in bodies if sha256 in body.get("details", {}).values())
    return next(map(datetime.fromisoformat, named), None)


def _of_version(session: Session, sha256: str) -> Recorded | None:
    columns = {
        Which.FINAL: DocumentVersion.final_sha256,
        Which.LASTING: DocumentVersion.lasting_sha256,
        Which.CERTIFICATE: DocumentVersion.certificate_sha256,
        Which.SENT: DocumentVersion.sent_sha256,
    }
    wanted = or_(*(column == sha256 for column in columns.values()))
    version = session.scalars(select(DocumentVersion).where(wanted).limit(1)).first()
    if version is None or not _is_public(version.document):
        return None
    which = next(each for each in columns if getattr(version, f"{each}_sha256") == sha256)
    return _recorded(version.document, which, current=version.document.current_version_id == version.id)


def _package(session: Session, sha256: str) -> Recorded | None:
    wanted = select(Document).join(ArchiveEntry, ArchiveEntry.document_id == Document.id)
    document = session.scalars(wanted.where(ArchiveEntry.package_sha256 == sha256).limit(1)).first()
    if document is None or not _is_public(document):
        return None
    return _recorded(document, Which.PACKAGE, current=True)


def _is_public(document: Document) -> bool:
    return State(document.state) in PUBLIC and document.trashed_at is None


def _recorded(document: Document, which: Which, *, current: bool) -> Recorded:
    return Recorded(document.id, Kind(document.kind), State(document.state), which, current)
