"""What the studio hands over: how a trial goes, its PDFs, and a template's file."""

from http import HTTPStatus

from flask import Response, render_template

from api.context import actor, tools
from api.downloads import download
from api.web.area import Area
from docsvc.access import Right
from docsvc.queries.sources import source_at
from docsvc.queries.studio import one_version
from docsvc.queries.trials import one_trial, trial_preview
from templates import Engine

area = Area("trials", __name__, url_prefix="/templates")

ZIP = "application/zip"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@area.page("/trials/<trial_id>", access=Right.MANAGE_TEMPLATES)
def trial(trial_id: str) -> Response:
    """Show how far a trial is: a part of the page, asked for again until it is done.

    Then the page comes anew: what may be done next has changed.
    """
    with tools().read() as session:
        found = one_trial(session, trial_id, actor=actor())
    response = Response(render_template("_parts/trial.html", trial=found))
    if not found.running:
        response.headers["HX-Refresh"] = "true"
    return response


@area.page("/trials/<trial_id>/mark", access=Right.MANAGE_TEMPLATES)
def mark(trial_id: str) -> Response:
    """Tell an open page whether its preview is ready: 204 while it is not."""
    with tools().read() as session:
        found = one_trial(session, trial_id, actor=actor())
    return (
        Response(status=HTTPStatus.NO_CONTENT) if found.running else Response("done", mimetype="text/plain")
    )


@area.page("/trials/<trial_id>/<int:position>.pdf", access=Right.MANAGE_TEMPLATES)
def preview(trial_id: str, position: int) -> Response:
    """Hand over the PDF that a trial made."""
    with tools().read() as session:
        blob = trial_preview(session, trial_id, position, actor=actor())
    return Response(tools().blobs.get(blob), mimetype="application/pdf")


@area.page("/versions/<version_id>/source", access=Right.MANAGE_TEMPLATES)
def source(version_id: str) -> Response:
    """Hand over the template's file as it was uploaded: a DOCX, or a ZIP of HTML."""
    with tools().read() as session:
        version = one_version(session, version_id, actor=actor())
        name, label, blob = version.template.title, version.label, version.source_blob
    found = source_at(tools().blobs, blob)
    is_html = found.engine is Engine.HTML
    content = found.pack() if is_html else found.files[found.main]
    file = f"{name} v{label}.{'zip' if is_html else 'docx'}"
    return download(content, file, media_type=ZIP if is_html else WORD)
