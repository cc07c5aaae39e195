"""Complete a sealed document: check our own work, then make the certificate that tells how it came about."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from audit import evidence
from docsvc.actions.close_dispatch import lock_with_companions
from docsvc.actions.tell_completed import tell_completed
from docsvc.jobs.failpoints import failpoint
from docsvc.jobs.looks import look_of
from docsvc.mail.post import post_to_user
from docsvc.model import Document, DocumentVersion, Move, State
from docsvc.observe import metrics
from docsvc.queries.completion import Frame, completion, language_of
from docsvc.queries.trail import entries_of, shareable
from docsvc.tools import Tools, trusted
from docsvc.urls import proof_path
from docsvc.work import SYSTEM, Work
from signing import Code, Keys, Verdict, certificates_pem, fingerprint, seal, verify
from signing.profile import serial_text
from templates import Attachment, library
from templates.limits import render_safely

KIND = "certificate"


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A sealed version that verifies, with all that its certificate tells."""

    document_id: str
    version_id: str
    facts: dict[str, Any]
    trail: bytes
    language: str
    reason: str


def complete_document(tools: Tools, payload: Mapping[str, str]) -> None:
    """Verify the sealed file, attach its certificate and tell everybody that the document is complete."""
    sealed = _read(tools, payload["document"])
    if sealed is None:
        return
    with metrics.rendering("certificate"):
        pdf = _certificate(sealed)
    failpoint(tools, "before-certificate")
    with metrics.sealing("certificate"):
        pdf = seal(pdf, tools.keys, reason=sealed.reason, at=tools.clock(), stamper=tools.stamper)
    address = tools.blobs.put(sealed.document_id, pdf)
    with tools.work() as work:
        _attach(work, sealed, address=address, pdf=pdf)


def _read(tools: Tools, document_id: str) -> _Sealed | None:
    with tools.read() as session:
        document = session.get_one(Document, document_id)
        version = document.version
        if document.state != State.SEALING.value or version.final_blob is None:
            return None
        verdict = _verified(tools, version, version.final_blob)
        language = language_of(session, document)
        tree = _tree(tools, session, document, verdict, language=language)
        seller = document.legal_entity.details | {"name": document.legal_entity.name}
        return _Sealed(
            document_id=document_id,
            version_id=version.id,
            facts={"certificate": tree, "seller": seller},
            trail=evidence(shareable(entries_of(session, document_id))),
            language=language,
            reason=f"Протокол подписания документа {document.number}. "
            f"Итоговый файл: SHA-256 {version.final_sha256}",
        )


def _verified(tools: Tools, version: DocumentVersion, final: str) -> Verdict:
    """Return what the verifier says of our own file; raise where it does not verify.

    That the seal which certified it was revoked while people signed is no reason to stop: we know that it
    was ours, and whoever verifies is told.
    """
    verdict = verify(tools.blobs.get(final), trusted=trusted(tools), sha256=version.final_sha256)
    if {each.code for each in verdict.problems} - {Code.REVOKED_UNTIMED}:
        raise RuntimeError(f"the sealed file of {version.document_id} does not verify: {verdict.problems}")
    return verdict


def _tree(
    tools: Tools, session: Session, document: Document, verdict: Verdict, *, language: str
) -> dict[str, Any]:
    frame = Frame(
        session=session,
        zone=tools.settings.timezone,
        serials={each.field: each.serial for each in verdict.signatures},
        language=language,
        geoip=tools.settings.geoip,
        look=lambda signature: look_of(tools, signature),
    )
    return completion(frame, document) | {
        "verify_url": tools.settings.base_url + proof_path(document.id),
        "root_fingerprint": fingerprint(tools.keys.root_pem),
        "seal_fingerprint": _bought(tools.keys, verdict.signatures[-1].serial),
    }


def _bought(keys: Keys, serial: str) -> str | None:
    """Return the SHA-256 of the seal that closed the file, where others issued it: by that it is known."""
    for pair in (keys.organisation_seal, *keys.earlier):
        if not keys.is_own(pair) and serial_text(pair.certificate) == serial:
            return fingerprint(certificates_pem(pair))
    return None


def _certificate(sealed: _Sealed) -> bytes:
    source = next(each for each in library() if (each.kind, each.language) == (KIND, sealed.language))
    attachment = Attachment(name="audit.json", data=sealed.trail, description="Журнал событий документа")
    return render_safely(source, sealed.facts, attachments=[attachment]).pdf


def _attach(work: Work, sealed: _Sealed, *, address: str, pdf: bytes) -> None:
    document = lock_with_companions(work, sealed.document_id)
    version = work.get(DocumentVersion, sealed.version_id)
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
    work.later("archive", {"document": document.id}, key=f"archive:{version.id}")
    post_to_user(work, "completed", document.owner, document=document)
    tell_completed(work, document)
