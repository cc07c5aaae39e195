"""Close the file: the last signature covers the whole document and names the head of its audit chain."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from docsvc.actions.arm_lasting import arm_lasting
from docsvc.jobs.failpoints import failpoint
from docsvc.jobs.sign import apply_signatures
from docsvc.model import AuditHead, Document, DocumentVersion, State
from docsvc.observe import metrics
from docsvc.tools import Tools
from docsvc.work import SYSTEM
from signing import closing_serial, level_of, seal


@dataclass(frozen=True, slots=True)
class _Unsealed:
    """A version that nobody is left to act on: its file, and what the seal is to say of it."""

    document_id: str
    version_id: str
    blob: str
    field: str | None
    reason: str


def seal_document(tools: Tools, payload: Mapping[str, str]) -> None:
    """Apply what is left to apply, seal the file and attach it as the final one."""
    apply_signatures(tools, payload)
    unsealed = _read(tools, payload["document"])
    if unsealed is None:
        return
    failpoint(tools, "before-seal")
    with metrics.sealing("seal"):
        pdf = seal(
            tools.blobs.get(unsealed.blob),
            tools.keys,
            field=unsealed.field,
            reason=unsealed.reason,
            at=tools.clock(),
            stamper=tools.stamper,
        )
    _attach(tools, unsealed, pdf)


def _read(tools: Tools, document_id: str) -> _Unsealed | None:
    with tools.read() as session:
        document = session.get_one(Document, document_id)
        version = document.version
        if _is_sealed(document, version):
            return None
        blob = version.head_blob or version.rendered_blob
        if blob is None:
            raise RuntimeError(f"document {document_id} has no file to seal")
        head = session.get_one(AuditHead, document_id)
        return _Unsealed(
            document_id=document_id,
            version_id=version.id,
            blob=blob,
            field="seal" if version.sent_blob is not None else None,
            reason=f"Документ {document.number} закрыт. Журнал: запись {head.position}, SHA-256 {head.hash}",
        )


def _is_sealed(document: Document, version: DocumentVersion) -> bool:
    return document.state != State.SEALING.value or version.final_blob is not None


def _attach(tools: Tools, unsealed: _Unsealed, pdf: bytes) -> None:
    address, level = tools.blobs.put(unsealed.document_id, pdf), level_of(pdf).value
    with tools.work() as work:
        document = work.document(unsealed.document_id)
        version = work.get(DocumentVersion, unsealed.version_id)
        if _is_sealed(document, version):
            return
        version.final_blob, version.final_sha256 = address, hashlib.sha256(pdf).hexdigest()
        version.level = level
        work.record(
            document,
            "document.sealed",
            SYSTEM,
            sha256=version.final_sha256,
            version=version.label,
            level=level,
            certificate=closing_serial(pdf),
        )
        if tools.stamper:
            arm_lasting(work, version, due_at=work.now)
        work.later("complete", {"document": document.id}, key=f"complete:{version.id}")
