"""Freeze the package of a completed document: the same bytes on every pull from then on."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import evidence
from docsvc.jobs.failpoints import failpoint
from docsvc.model import ArchiveEntry, Document, Kind, Move, State, new_id
from docsvc.model.kinds import KINDS
from docsvc.model.spreadsheet import table_csv
from docsvc.observe import metrics
from docsvc.queries.detached_files import authority_files, detached_files
from docsvc.queries.seal_keys import revocations
from docsvc.queries.trail import entries_of, shareable
from docsvc.tools import Tools, revoked_list
from docsvc.verification.package import REVOKED
from docsvc.work import SYSTEM
from signing import certificates_pem, sign_detached
from storage import pack

REGISTER = (
    "вид",
    "номер",
    "дата",
    "версия",
    "сумма",
    "валюта",
    "контрагент",
    "ИНН",
    "файл",
    "SHA-256",
    "файлы подписей",
)


def archive_document(tools: Tools, payload: Mapping[str, str]) -> None:
    """Build the package, keep it and move the document to the archive."""
    document_id = payload["document"]
    with tools.read() as session:
        document = session.get_one(Document, document_id)
        if not _awaits_package(session, document):
            return
        name = base_name(document)
        trail = evidence(shareable(entries_of(session, document_id)))
        version = document.version
        beside = detached_files(session, tools.blobs, version, name=name)
        beside |= authority_files(session, tools.blobs, version, name=name)
        files = _files(tools, document, name, beside) | {"audit.json": trail}
        about = {
            "document": document_id,
            "kind": document.kind,
            "number": document.number,
            "format": "docsvc/1",
        }
    at = tools.clock()
    with metrics.sealing("package"):
        package = pack(files, about=about, sign=lambda manifest: sign_detached(manifest, tools.keys, at=at))
    address = tools.blobs.put(document_id, package)
    failpoint(tools, "before-archive")
    _attach(tools, document_id, address=address, package=package, name=f"{name}.zip")


def _awaits_package(session: Session, document: Document) -> bool:
    """Tell whether the package is still to be made; one declared void meanwhile was signed all the same."""
    if State(document.state) not in {State.COMPLETED, State.VOIDED}:
        return False
    return session.scalar(select(ArchiveEntry.id).where(ArchiveEntry.document_id == document.id)) is None


def base_name(document: Document) -> str:
    """Return a name people can read: `Договор_Д-2026-0001_v1.0`."""
    number = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in document.number)
    return f"{KINDS[Kind(document.kind)].short}_{number}_v{document.version.label}"


def _files(tools: Tools, document: Document, name: str, beside: Mapping[str, bytes]) -> dict[str, bytes]:
    version = document.version
    if version.final_blob is None or version.certificate_blob is None:
        raise RuntimeError(f"document {document.id} is complete without its files")
    signed = f"{name}_signed.pdf"
    return {
        signed: tools.blobs.get(version.final_blob),
        f"{name}_certificate.pdf": tools.blobs.get(version.certificate_blob),
        "register.csv": _register(document, signed, [each for each in beside if each.endswith(".sig")]),
        "root.pem": tools.keys.root_pem,
        **_chain(tools),
        **_revoked(tools),
        **beside,
    }


def _chain(tools: Tools) -> dict[str, bytes]:
    """Return the certificates of a seal that others issued: with them its issuer is found."""
    seal = tools.keys.organisation_seal
    return {} if tools.keys.is_own(seal) else {"seal-chain.pem": certificates_pem(seal)}


def _revoked(tools: Tools) -> dict[str, bytes]:
    """Return the list of our revoked seals, where there are any: it is signed by our authority."""
    with tools.read() as session:
        found = revocations(session)
    return {REVOKED: revoked_list(tools)} if found else {}


def _register(document: Document, file_name: str, signatures: Sequence[str]) -> bytes:
    """Return one line for the accountant's table."""
    line = (
        KINDS[Kind(document.kind)].name,
        document.number,
        f"{document.date:%d.%m.%Y}",
        document.version.label,
        f"{document.amount_minor // 100},{document.amount_minor % 100:02}",
        document.currency,
        document.company_name,
        document.company_inn,
        file_name,
        document.version.final_sha256 or "",
        ", ".join(signatures),
    )
    return table_csv((REGISTER, line))


def _attach(tools: Tools, document_id: str, *, address: str, package: bytes, name: str) -> None:
    digest = hashlib.sha256(package).hexdigest()
    with tools.work() as work:
        document = work.document(document_id)
        if not _awaits_package(work.session, document):
            return
        work.add(
            ArchiveEntry(
                id=new_id(),
                document_id=document_id,
                package_blob=address,
                package_sha256=digest,
                file_name=name,
                archived_at=work.now,
            ),
        )
        if document.state == State.COMPLETED.value:
            document.move(Move.ARCHIVE)
        work.record(document, "document.archived", SYSTEM, package_sha256=digest)
