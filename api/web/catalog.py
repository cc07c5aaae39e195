"""The templates: what documents are made from, and how a new one begins."""

from functools import cache
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.assets import STATIC
from api.context import actor, tools
from api.errors import status_of, words_of
from api.language import LANGUAGES
from api.web.area import Area
from api.web.reading import asked_word, field
from api.web.studio import uploaded
from docsvc.access import Right
from docsvc.actions.start_from_library import start_from_library
from docsvc.actions.template_file import Named
from docsvc.actions.upload_template import upload_template
from docsvc.errors import BadInput, DocsvcError
from docsvc.model import Kind
from docsvc.queries.catalog import catalog
from docsvc.queries.makers import usual_templates

area = Area("catalog", __name__, url_prefix="/templates")


@area.page("", access=Right.MANAGE_TEMPLATES)
def index() -> str:
    """List the templates by kind, with the version in use and what became of their documents."""
    kind = asked_word(Kind, "kind")
    with tools().read() as session:
        found, usual = catalog(session), usual_templates(session)
    shown = [row for row in found if kind is None or row.kind is kind]
    present = [each for each in Kind if any(row.kind is each for row in found)]
    return render_template("templates.html", templates=shown, usual=usual, kind=kind, kinds=present)


@area.page("/new", access=Right.MANAGE_TEMPLATES)
def new() -> str:
    """Offer the two ways to begin: a file of one's own, or a shipped template."""
    return _new()


@area.page("/new", access=Right.MANAGE_TEMPLATES, post=True)
def add() -> Response | tuple[str, HTTPStatus]:
    """Take the file."""
    try:
        source = uploaded(_named())
        with tools().work() as work:
            version_id = upload_template(work, source, actor=actor())
    except DocsvcError as refusal:
        return _new(problem=words_of(refusal)), status_of(refusal)
    return _to_studio(version_id)


@area.page("/<template_id>/copy", access=Right.MANAGE_TEMPLATES, post=True)
def copy(template_id: str) -> Response | tuple[str, HTTPStatus]:
    """Make our own template of a shipped one."""
    try:
        with tools().work() as work:
            version_id = start_from_library(work, template_id, actor=actor(), title=field("title"))
    except BadInput as refusal:
        return _new(problem=words_of(refusal)), status_of(refusal)
    flash(_("Свой шаблон создан: скачайте его файл, поправьте и загрузите обратно."), "success")
    return _to_studio(version_id)


def _named() -> Named:
    """Read what the template is called and for what it is; raise `BadInput` naming each wrong field."""
    kind, language, title = field("kind"), field("language"), field("title")
    problems = []
    if kind not in set(Kind):
        problems.append(("kind", str(_("выберите вид документа"))))
    if language not in LANGUAGES:
        problems.append(("language", str(_("выберите язык"))))
    if not title:
        problems.append(("title", str(_("назовите шаблон, например «Договор подряда»"))))
    if problems:
        raise BadInput(problems)
    return Named(kind, language, title)


def _new(problem: str = "") -> str:
    with tools().read() as session:
        library = [row for row in catalog(session) if row.shipped and row.version]
    known = request.form.to_dict()
    return render_template(
        "template_new.html",
        library=library,
        kinds=tuple(Kind),
        known=known,
        problem=problem,
        pictures=_pictures(),
    )


@cache
def _pictures() -> frozenset[str]:
    """Return the codes of the shipped templates whose first page is drawn."""
    return frozenset(path.stem for path in (STATIC / "shelf").glob("*.webp"))


def _to_studio(version_id: str) -> Response:
    from docsvc.queries.studio import one_version

    with tools().read() as session:
        template_id = one_version(session, version_id, actor=actor()).template_id
    return redirect(url_for("studio.show", template_id=template_id), HTTPStatus.SEE_OTHER)
