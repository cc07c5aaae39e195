"""A route as YAML: edited as text, taken from a file, handed over."""

from http import HTTPStatus

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from api.context import actor, tools
from api.downloads import download
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.reading import field, whole
from api.web.route_presets import told_presets
from api.web.route_view import WORDS, names_of, staff
from docsvc.access import Right
from docsvc.actions.save_route import save_route
from docsvc.errors import BadInput, DocsvcError
from docsvc.errors.phrase import Phrase
from docsvc.model.route_file import read_routes, write_routes
from docsvc.model.route_input import RouteInput
from docsvc.queries.route_lint import lint_route
from docsvc.queries.routes import RouteRow, one_route
from docsvc.queries.routes import routes as route_table

area = Area("route_source", __name__, url_prefix="/settings/routes")

YAML = "application/yaml"
Answer = WerkzeugResponse | tuple[str, HTTPStatus] | str


@area.page("/routes.yaml", access=Right.ADMINISTER)
def export_all() -> Response:
    """Hand over the rule table: every route in use, in its order."""
    with tools().read() as session:
        found = [row.route for row in route_table(session) if row.retired_at is None]
    return _file(write_routes(found) if found else "routes: []\n", "routes.yaml")


@area.page("/of/<code>.yaml", access=Right.ADMINISTER)
def export(code: str) -> Response:
    """Hand over a route, or one of its earlier versions."""
    number = whole(request.args.get("number", ""))
    row = _row(code, number)
    name = f"{code}-{number}.yaml" if number else f"{code}.yaml"
    return _file(write_routes([row.route]), name)


@area.page("/of/<code>/yaml", access=Right.ADMINISTER)
def edit(code: str) -> str:
    """Show a route as text."""
    row = _row(code)
    return _page(row, write_routes([row.route]), row.route)


@area.page("/of/<code>/yaml", access=Right.ADMINISTER, post=True)
def save(code: str) -> Answer:
    """Save the text as the next version, or only look what lint says of it."""
    row, text, route = _row(code), _text(), None
    try:
        route = _same(read_routes(text), code)
        if field("act") != "save":
            return _page(row, text, route)
        with tools().work() as work:
            save_route(work, route, actor=actor(), note=field("note"))
    except DocsvcError as refusal:
        return _page(row, text, route, problem=words_of(refusal)), status_of(refusal)
    flash(_("Маршрут сохранён. У документов на согласовании этапы и люди прежние, сроки новые."), "success")
    return redirect(url_for("routes.show", code=code), HTTPStatus.SEE_OTHER)


@area.page("/file", access=Right.ADMINISTER, post=True)
def take() -> Answer:
    """Save the routes of a file or of a pasted text: all of them or none."""
    text = ""
    try:
        text = _uploaded() or _text()
        found = read_routes(text)
        with tools().work() as work:
            for route in found:
                save_route(work, route, actor=actor(), note=field("note"))
    except DocsvcError as refusal:
        page = render_template(
            "route_new.html",
            presets=told_presets(),
            text=text,
            note=field("note"),
            problem=words_of(refusal),
            **WORDS,
        )
        return page, status_of(refusal)
    flash(_("Сохранено: %(titles)s.", titles=", ".join(f"«{route.title}»" for route in found)), "success")
    return redirect(url_for("routes.index"), HTTPStatus.SEE_OTHER)


def _row(code: str, number: int | None = None) -> RouteRow:
    with tools().read() as session:
        return one_route(session, code, number)


def _same(found: tuple[RouteInput, ...], code: str) -> RouteInput:
    """Return the one route of the text; raise `BadInput` where it is another one, or several."""
    if len(found) != 1 or found[0].code != code:
        raise BadInput([("code", Phrase("здесь правят один маршрут с кодом %(code)s", code=code))])
    return found[0]


def _text() -> str:
    """Return the pasted text with the line ends of files."""
    return request.form.get("text", "").replace("\r\n", "\n")


def _uploaded() -> str:
    given = request.files.get("file")
    try:
        return given.read().decode("utf-8-sig") if given else ""
    except UnicodeDecodeError:
        raise BadInput([("file", "сохраните файл в кодировке UTF-8")]) from None


def _page(row: RouteRow, text: str, route: RouteInput | None, *, problem: str = "") -> str:
    with tools().read() as session:
        found = lint_route(session, route) if route else None
    return render_template(
        "route_source.html",
        row=row,
        text=text,
        shown=route,
        found=found,
        problem=problem,
        note=field("note"),
        names=names_of(staff()),
        **WORDS,
    )


def _file(text: str, name: str) -> Response:
    return download(text, name, media_type=YAML)
