"""Freeze the package of a completed document: the same bytes on every pull from then on."""

import csv
import hashlib
import io
from collections.abc import Mapping

from audit import evidence
from docsvc.jobs.failpoints import failpoint
from docsvc.model import ArchiveEntry, Document, Kind, Move, State, new_id
from docsvc.model.kinds import KINDS
from docsvc.model.spreadsheet import harmless
from docsvc.queries.trail import entries_of, shareable
from docsvc.tools import Tools
from docsvc.work import SYSTEM
from signing import sign_detached
from storage import pack

REGISTER = ("вид", "номер", "дата", "версия", "сумма", "валюта", "контрагент", "ИНН", "файл", "SHA-256")


def archive_document(tools: Tools, payload: Mapping[str, str]) -> None:
    """Build the package, keep it and move the document to the archive."""
    document_id = payload["document"]
    with tools.read() as session:
        document = session.get_one(Document, document_id)
        if document.state != State.COMPLETED.value:
            return
        name = base_name(document)
        trail = evidence(shareable(entries_of(session, document_id)))
        files = _files(tools, document, name) | {"audit.json": trail}
        about = {
            "document": document_id,
            "kind": document.kind,
            "number": document.number,
            "format": "docsvc/1",
        }
    at = tools.clock()
    package = pack(files, about=about, sign=lambda manifest: sign_detached(manifest, tools.keys, at=at))
    address = tools.blobs.put(document_id, package)
    failpoint(tools, "before-archive")
    _attach(tools, document_id, address=address, package=package, name=f"{name}.zip")


def base_name(document: Document) -> str:
    """Return a name people can read: `Договор_Д-2026-0001_v1.0`."""
    number = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in document.number)
    return f"{KINDS[Kind(document.kind)].short}_{number}_v{document.version.label}"


def _files(tools: Tools, document: Document, name: str) -> dict[str, bytes]:
    version = document.version
    if version.final_blob is None or version.certificate_blob is None:
        raise RuntimeError(f"document {document.id} is complete without its files")
    signed = f"{name}_signed.pdf"
    return {
        signed: tools.blobs.get(version.final_blob),
        f"{name}_certificate.pdf": tools.blobs.get(version.certificate_blob),
        "register.csv": _register(document, signed),
        "root.pem": tools.keys.root_pem,
    }


def _register(document: Document, file_name: str) -> bytes:
    """Return one line for the accountant's table; the mark at the start is what spreadsheets look for."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(REGISTER)
    writer.writerow(
        (
            KINDS[Kind(document.kind)].name,
            document.number,
            f"{document.date:%d.%m.%Y}",
            document.version.label,
            f"{document.amount_minor // 100},{document.amount_minor % 100:02}",
            document.currency,
            harmless(document.company_name),
            harmless(document.company_inn),
            file_name,
            document.version.final_sha256,
        ),
    )
    return text.getvalue().encode("utf-8-sig")


def _attach(tools: Tools, document_id: str, *, address: str, package: bytes, name: str) -> None:
    digest = hashlib.sha256(package).hexdigest()
    with tools.work() as work:
        document = work.document(document_id)
        if document.state != State.COMPLETED.value:
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
        document.move(Move.ARCHIVE)
        work.record(document, "document.archived", SYSTEM, package_sha256=digest)
