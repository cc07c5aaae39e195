"""What a template asks for: its schema, refined by hand."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.reading import field
from docsvc.access import Right
from docsvc.actions.edit_template_fields import edit_template_fields
from docsvc.errors import DocsvcError
from docsvc.queries.lint import undeclared_fields
from docsvc.queries.sources import source_at
from docsvc.queries.studio import one_version
from templates.shape import Kind

area = Area("template_fields", __name__, url_prefix="/templates/versions/<version_id>/fields")

ALWAYS, NEVER, WHEN = "yes", "no", "when"
TEXTS = ("default", "hint")


@area.page("", access=Right.MANAGE_TEMPLATES)
def edit(version_id: str) -> str:
    """Show the fields."""
    return _page(version_id)


@area.page("", access=Right.MANAGE_TEMPLATES, post=True)
def save(version_id: str) -> Response | tuple[str, HTTPStatus]:
    """Write the fields down."""
    given = _given()
    try:
        with tools().work() as work:
            edit_template_fields(work, version_id, actor=actor(), fields=given, amount=field("amount"))
    except DocsvcError as refusal:
        return _page(version_id, given=given, problem=words_of(refusal)), status_of(refusal)
    flash(_("Поля сохранены."), "success")
    with tools().read() as session:
        template_id = one_version(session, version_id, actor=actor()).template_id
    target = url_for("studio.show", template_id=template_id, version=version_id)
    return redirect(target, HTTPStatus.SEE_OTHER)


def _given() -> dict[str, dict[str, Any]]:
    """Read the rows of the form; a row without a path is none."""
    rows = request.form.getlist("row")
    known = {row: _value(row, "path").lower() for row in rows}
    return {path: _about(row) for row, path in known.items() if path}


def _about(row: str) -> dict[str, Any]:
    about: dict[str, Any] = {"label": _value(row, "label") or _value(row, "path")}
    if (kind := _value(row, "type")) and kind != Kind.TEXT.value:
        about["type"] = kind
    needed = _value(row, "required")
    if needed == ALWAYS:
        about["required"] = True
    elif needed == WHEN and (condition := _value(row, "condition")):
        about["required"] = condition
    about |= {name: text for name in TEXTS if (text := _value(row, name))}
    if choices := [each.strip() for each in _value(row, "choices").split(";") if each.strip()]:
        about["choices"] = choices
    return about


def _value(row: str, name: str) -> str:
    return request.form.get(f"{row}.{name}", "").strip()


def _page(version_id: str, *, given: dict[str, dict[str, Any]] | None = None, problem: str = "") -> str:
    with tools().read() as session:
        version = one_version(session, version_id, actor=actor())
        template = version.template
        undeclared = () if given else undeclared_fields(session, tools().blobs, version.source_blob)
    schema = source_at(tools().blobs, version.source_blob).fields
    return render_template(
        "template_fields.html",
        version=version,
        template=template,
        rows=given or schema.plain(),
        undeclared=undeclared,
        amount=request.form.get("amount", schema.amount or ""),
        kinds=tuple(Kind),
        problem=problem,
    )
