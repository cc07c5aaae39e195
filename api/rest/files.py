"""Bytes of documents: files, the archive package and the audit trail. Each pull is recorded."""

from flask import Response

from api.context import tools
from api.downloads import download
from api.rest.blueprint import operations
from api.rest.operations import JSON
from docsvc.actions.record_view import record_view
from docsvc.model.api_scopes import ApiScope
from docsvc.queries.api_documents import document_evidence, fetched_file
from docsvc.queries.files import PDF, WORD, File
from docsvc.work import Actor

ZIP = "application/zip"


@operations.declare(
    "GET /documents/{document_id}/files/{file}", scope=ApiScope.DOCUMENTS_READ, answers={200: (PDF,)}
)
def get_file(who: Actor, document_id: str, file: str) -> Response:
    """Fetch a PDF: as rendered, as sent, as signed and sealed, or the certificate of completion."""
    return _stored(who, document_id, File(file))


@operations.declare(
    "GET /documents/{document_id}/files/package", scope=ApiScope.ARCHIVE_READ, answers={200: (ZIP,)}
)
def get_package(who: Actor, document_id: str) -> Response:
    """Fetch the archive package: the same bytes on every pull."""
    return _stored(who, document_id, File.PACKAGE)


@operations.declare(
    "GET /documents/{document_id}/files/docx", scope=ApiScope.DOCUMENTS_READ, answers={200: (WORD,)}
)
def get_docx(who: Actor, document_id: str) -> Response:
    """Fetch the Word file that the PDF is made of; 404 for a document whose template is HTML."""
    return _stored(who, document_id, File.DOCX)


@operations.declare(
    "GET /documents/{document_id}/audit", scope=ApiScope.DOCUMENTS_READ, answers={200: (JSON,)}
)
def get_audit(who: Actor, document_id: str) -> Response:
    """Fetch the audit trail as evidence that anyone can check; needs the right to export."""
    with tools().read() as session:
        evidence = document_evidence(session, who, document_id)
    _record(who, document_id, "audit")
    return Response(evidence, mimetype=JSON)


def _stored(who: Actor, document_id: str, what: File) -> Response:
    with tools().read() as session:
        file = fetched_file(session, who, document_id, what)
    content = tools().blobs.get(file.blob)
    _record(who, document_id, what.value)
    response = download(content, file.name, media_type=file.media_type)
    response.set_etag(file.sha256)
    return response


def _record(who: Actor, document_id: str, what: str) -> None:
    with tools().work() as work:
        record_view(work, document_id, actor=who, what=what, download=True)
