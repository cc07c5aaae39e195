"""The files that a recipient's page shows and gives away."""

from io import BytesIO

from flask import Response, request, send_file

from api.context import tools
from api.web.signing.blueprint import blueprint
from api.web.signing.document import load
from api.web.signing.visitor import origin, session_token
from docsvc.actions.read_file import FileToRead, Part, read_file
from docsvc.errors import NotFound
from docsvc.model import Kind
from docsvc.model.kinds import KINDS
from docsvc.queries.standing import READABLE


@blueprint.get("/sign/<document_id>/file.pdf")
def file(document_id: str) -> Response:
    """Give the document's bytes to its recipient: to the page, or to keep."""
    return _file(document_id, Part.DOCUMENT, download="download" in request.args)


@blueprint.get("/sign/<document_id>/certificate.pdf")
def certificate(document_id: str) -> Response:
    """Give the certificate of completion to keep."""
    return _file(document_id, Part.CERTIFICATE, download=True)


@blueprint.get("/sign/<document_id>/first.webp")
def picture(document_id: str) -> Response:
    """Give the picture of the first page; the document itself, which follows, is what the trail notes."""
    view = load(document_id)
    if view.needs_access_code or view.standing not in READABLE or not view.here.picture:
        raise NotFound
    return _sent(tools().blobs.get(view.here.picture), "image/webp")


def _file(document_id: str, part: Part, *, download: bool) -> Response:
    with tools().work() as work:
        found = read_file(
            work,
            session_token(document_id),
            document_id=document_id,
            part=part,
            download=download,
            **origin(),
        )
    return _sent(tools().blobs.get(found.address), "application/pdf", name=_name(found, part), keep=download)


def _sent(content: bytes, media_type: str, *, name: str = "", keep: bool = False) -> Response:
    response = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=keep, download_name=name or None
    )
    response.headers["Cache-Control"] = "no-store"  # send_file allows a copy to be kept and asked about
    return response


def _name(found: FileToRead, part: Part) -> str:
    """Name a file as people do: `Договор_Д-2026-0001_v1.0_signed.pdf`."""
    short = KINDS[Kind(found.kind)].short
    stem = f"{short}_{found.number}_v{found.version}".replace("/", "-").replace(" ", "_")
    if part is Part.CERTIFICATE:
        return f"{stem}_certificate.pdf"
    return f"{stem}_signed.pdf" if found.final else f"{stem}.pdf"
