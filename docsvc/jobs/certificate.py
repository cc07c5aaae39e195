"""Complete a sealed document: check our own work, then make the certificate that tells how it came about."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from audit import evidence
from docsvc.actions.invite import invite_receivers
from docsvc.jobs.failpoints import failpoint
from docsvc.mail.post import post_to_recipient, post_to_user
from docsvc.model import Dispatch, DispatchDocument, Document, DocumentVersion, Move, RecipientState, State
from docsvc.queries.completion import completion
from docsvc.queries.trail import entries_of, shareable
from docsvc.tools import Tools
from docsvc.urls import proof_path
from docsvc.work import SYSTEM, Work
from signing import fingerprint, seal, verify
from templates import Attachment, library, render

KIND = "certificate"


def complete_document(tools: Tools, payload: Mapping[str, str]) -> None:
    """Verify the sealed file, attach its certificate and tell everybody that the document is complete."""
    document_id = payload["document"]
    with tools.read() as session:
        document = session.get_one(Document, document_id)
        version = document.version
        if document.state != State.SEALING.value or version.final_blob is None:
            return
        final, version_id, number = version.final_blob, version.id, document.number
        sha256 = version.final_sha256
        verdict = verify(tools.blobs.get(final), roots=[tools.keys.root_pem], sha256=sha256)
        if not verdict.ok:
            raise RuntimeError(f"the sealed file of {document_id} does not verify: {verdict.problems}")
        serials = {each.field: each.serial for each in verdict.signatures}
        tree = completion(session, document, zone=tools.settings.timezone, serials=serials)
        tree["verify_url"] = tools.settings.base_url + proof_path(document_id)
        tree["root_fingerprint"] = fingerprint(tools.keys.root_pem)
        trail = evidence(shareable(entries_of(session, document_id)))
        seller = document.legal_entity.details | {"name": document.legal_entity.name}
    pdf = _certificate({"certificate": tree, "seller": seller}, trail)
    failpoint(tools, "before-certificate")
    reason = f"Протокол подписания документа {number}. Итоговый файл: SHA-256 {sha256}"
    pdf = seal(pdf, tools.keys, reason=reason, at=tools.clock(), stamper=tools.stamper)
    address = tools.blobs.put(document_id, pdf)
    with tools.work() as work:
        _attach(work, document_id, version_id=version_id, address=address, pdf=pdf)


def _certificate(facts: dict[str, Any], trail: bytes) -> bytes:
    source = next(each for each in library() if each.kind == KIND)
    attachment = Attachment(name="audit.json", data=trail, description="Журнал событий документа")
    return render(source, facts, attachments=[attachment]).pdf


def _attach(work: Work, document_id: str, *, version_id: str, address: str, pdf: bytes) -> None:
    document = work.document(document_id)
    version = work.get(DocumentVersion, version_id)
    if document.state != State.SEALING.value or version.certificate_blob is not None:
        return
    version.certificate_blob, version.certificate_sha256 = address, hashlib.sha256(pdf).hexdigest()
    document.move(Move.COMPLETE)
    work.record(
        document,
        "document.completed",
        SYSTEM,
        final_sha256=version.final_sha256,
        certificate_sha256=version.certificate_sha256,
    )
    work.later("archive", {"document": document_id}, key=f"archive:{version.id}")
    post_to_user(work, "completed", document.owner, document=document)
    for dispatch in _dispatches(work, version_id):
        _tell(work, document, dispatch)


def _tell(work: Work, document: Document, dispatch: Dispatch) -> None:
    for recipient in dispatch.recipients:
        if recipient.state == RecipientState.ACTED.value:
            post_to_recipient(work, "completed", recipient, document=document)
    invite_receivers(work, dispatch, template="issued")


def _dispatches(work: Work, version_id: str) -> tuple[Dispatch, ...]:
    statement = select(Dispatch).join(DispatchDocument).where(DispatchDocument.version_id == version_id)
    return tuple(work.session.scalars(statement).unique())
