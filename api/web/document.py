"""One document: its page, its files, and whether an open page is out of date."""

from http import HTTPStatus
from urllib.parse import quote

from flask import Response, render_template, request
from werkzeug.exceptions import NotFound

from api.context import actor, tools
from api.web.area import Area
from docsvc.access import Right
from docsvc.actions.record_view import record_view
from docsvc.queries.document import document_mark, one_document
from docsvc.queries.files import File, document_file
from docsvc.queries.inbox import since_last_time

area = Area("document", __name__, url_prefix="/documents/<document_id>")


@area.page("", access=Right.VIEW)
def show(document_id: str) -> str:
    """Show everything about a document."""
    person = actor()
    with tools().read() as session:
        found = one_document(session, person, document_id)
        since = since_last_time(session, tools().blobs, person, document_id=document_id)
    return render_template("document.html", document=found, since=since)


@area.page("/mark", access=Right.VIEW)
def mark(document_id: str) -> Response:
    """Tell an open page whether it is out of date: 204 while it is not."""
    with tools().read() as session:
        present = document_mark(session, actor(), document_id)
    same = request.args.get("seen") == present
    return Response(status=HTTPStatus.NO_CONTENT) if same else Response(present, mimetype="text/plain")


@area.page("/files/<what>", access=Right.VIEW)
def file(document_id: str, what: str) -> Response:
    """Hand over a file; that it was seen or downloaded is recorded."""
    if what not in set(File):
        raise NotFound
    person, download = actor(), "download" in request.args
    with tools().read() as session:
        found = document_file(
            session, person, document_id, what=File(what), version_id=request.args.get("version")
        )
    content = tools().blobs.get(found.blob)
    with tools().work() as work:
        record_view(work, document_id, actor=person, what=found.what.value, download=download)
    response = Response(content, mimetype=found.media_type)
    place = "attachment" if download or found.what is File.PACKAGE else "inline"
    response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(found.name)}"
    return response
