"""Close the file: the last signature covers the whole document and names the head of its audit chain."""

import hashlib
from collections.abc import Mapping

from docsvc.jobs.failpoints import failpoint
from docsvc.jobs.sign import apply_signatures
from docsvc.model import AuditHead, Document, DocumentVersion, State
from docsvc.tools import Tools
from docsvc.work import SYSTEM
from signing import reached_level, seal


def seal_document(tools: Tools, payload: Mapping[str, str]) -> None:
    """Apply what is left to apply, seal the file and attach it as the final one."""
    document_id = payload["document"]
    apply_signatures(tools, payload)
    with tools.read() as session:
        document = session.get_one(Document, document_id)
        version = document.version
        if document.state != State.SEALING.value or version.final_blob is not None:
            return
        base = version.head_blob or version.rendered_blob
        head = session.get_one(AuditHead, document_id)
        reason = f"Документ {document.number} закрыт. Журнал: запись {head.position}, SHA-256 {head.hash}"
        version_id, shown = version.id, version.sent_blob is not None
    if base is None:
        raise RuntimeError(f"document {document_id} has no file to seal")
    failpoint(tools, "before-seal")
    pdf = seal(
        tools.blobs.get(base),
        tools.keys,
        field="seal" if shown else None,
        reason=reason,
        at=tools.clock(),
        stamper=tools.stamper,
    )
    address, level = tools.blobs.put(document_id, pdf), reached_level(pdf).value
    with tools.work() as work:
        document = work.document(document_id)
        version = work.get(DocumentVersion, version_id)
        if document.state != State.SEALING.value or version.final_blob is not None:
            return
        version.final_blob, version.final_sha256 = address, hashlib.sha256(pdf).hexdigest()
        work.record(
            document,
            "document.sealed",
            SYSTEM,
            sha256=version.final_sha256,
            version=version.label,
            level=level,
        )
        work.later("complete", {"document": document_id}, key=f"complete:{version.id}")
