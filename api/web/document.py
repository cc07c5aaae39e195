"""One document: its page, its files, and whether an open page is out of date."""

from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import NotFound

from api.context import actor, tools
from api.downloads import download, named
from api.language import language, zone
from api.web.area import Area
from api.web.desk import document_page
from docsvc.access import Right
from docsvc.actions.record_view import record_view
from docsvc.queries.document import document_mark, load_visible
from docsvc.queries.files import File, document_file, sees_only_signed
from docsvc.queries.history_export import history_text

area = Area("document", __name__, url_prefix="/documents/<document_id>")


@area.page("", access=Right.VIEW)
def show(document_id: str) -> str:
    """Show everything about a document."""
    return document_page(document_id)


@area.page("/mark", access=Right.VIEW)
def mark(document_id: str) -> Response:
    """Tell an open page whether it is out of date: 204 while it is not."""
    with tools().read() as session:
        present = document_mark(session, actor(), document_id)
    same = request.args.get("seen") == present
    return Response(status=HTTPStatus.NO_CONTENT) if same else Response(present, mimetype="text/plain")


@area.page("/history.txt", access=Right.VIEW)
def history_file(document_id: str) -> Response:
    """Hand over the whole history as text; who sees only signed documents gets no inner steps."""
    with tools().read() as session:
        document = load_visible(session, actor(), document_id)
        text = history_text(
            session,
            document,
            zone=zone(),
            geoip=tools().settings.geoip,
            language=language(),
            inner=not sees_only_signed(actor(), document),
        )
        name = f"history_{document.number}.txt"
    return download("\ufeff" + text, name, media_type="text/plain")


@area.page("/files/<what>", access=Right.VIEW)
def file(document_id: str, what: str) -> Response:
    """Hand over a file; that it was seen or downloaded is recorded."""
    if what not in set(File):
        raise NotFound
    person, kept = actor(), "download" in request.args
    with tools().read() as session:
        found = document_file(
            session, person, document_id, what=File(what), version_id=request.args.get("version")
        )
    content = tools().blobs.get(found.blob)
    with tools().work() as work:
        record_view(work, document_id, actor=person, what=found.what.value, download=kept)
    shown = not kept and found.what is not File.PACKAGE
    return named(Response(content, mimetype=found.media_type), found.name, shown=shown)
