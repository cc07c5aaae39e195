"""The form of a route: started from a preset or empty, changed part by part, saved as a new version."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of
from api.web.area import Area
from api.web.reading import field, whole
from api.web.route_acts import acted
from api.web.route_form import (
    Tree,
    blank_form,
    form_of,
    problems_of,
    read_form,
    readable,
    route_tree,
    span_shown,
)
from api.web.route_presets import told_presets
from api.web.route_view import WORDS, names_of, staff, whos_of
from api.web.route_words import ACTS, ASKED, UNITS
from docsvc.access import Right
from docsvc.actions.save_route import save_route
from docsvc.errors import BadInput, RouteRefused
from docsvc.model.input_errors import checked
from docsvc.model.route_input import RouteInput
from docsvc.queries.route_lint import lint_route
from docsvc.queries.routes import RouteRow, one_route, routes

area = Area("route_edit", __name__, url_prefix="/settings/routes")

DEADLINES = {
    "hours": lazy_gettext("4 часа"),
    "day": lazy_gettext("24 часа"),
    "days": lazy_gettext("48 часов"),
    "week": lazy_gettext("5 рабочих дней"),
    "contracts": lazy_gettext("24 ч напомнить, 48 ч начальнику, 72 ч заместителю"),
    "discounts": lazy_gettext("24 ч напомнить, 48 ч начальнику, 72 ч отклонить"),
    "none": lazy_gettext("Без срока"),
}


@area.page("/form", access=Right.ADMINISTER)
def start() -> str:
    """Show the form of a new route: a preset's, or an empty one."""
    code = request.args.get("preset", "")
    preset = next((form_of(each) for each in told_presets() if each.code == code), None)
    return _page(None, preset or blank_form())


@area.page("/form", access=Right.ADMINISTER, post=True)
def add() -> Response | tuple[str, HTTPStatus] | str:
    """Add the route, or do what the pressed button says."""
    return _done(None)


@area.page("/of/<code>/form", access=Right.ADMINISTER)
def edit(code: str) -> str:
    """Show the form of a route."""
    row = _row(code)
    return _page(row, form_of(row.route))


@area.page("/of/<code>/form", access=Right.ADMINISTER, post=True)
def save(code: str) -> Response | tuple[str, HTTPStatus] | str:
    """Save the next version, or do what the pressed button says."""
    return _done(_row(code))


def _row(code: str) -> RouteRow:
    with tools().read() as session:
        return one_route(session, code)


def _done(row: RouteRow | None) -> Response | tuple[str, HTTPStatus] | str:
    tree = read_form(request.form) | ({"code": row.route.code} if row else {})
    if field("act") != "save":
        return _page(row, acted(tree, field("act")))
    try:
        route = checked(RouteInput, route_tree(tree))
        if row is None:
            _refuse_known(route.code)
        with tools().work() as work:
            save_route(work, route, actor=actor(), note=field("note"))
    except BadInput as refusal:
        return _page(row, tree, refusal=refusal), status_of(refusal)
    except RouteRefused as refusal:
        return _page(row, tree, refused=True), status_of(refusal)
    if row is None:
        flash(_("Маршрут добавлен последним. Поднимите его выше тех, что шире."), "success")
        return redirect(url_for("routes.index", _anchor=f"rule-{route.code}"), HTTPStatus.SEE_OTHER)
    flash(_("Маршрут сохранён. У документов на согласовании этапы и люди прежние, сроки новые."), "success")
    return redirect(url_for("routes.show", code=route.code), HTTPStatus.SEE_OTHER)


def _refuse_known(code: str) -> None:
    """Refuse a new route under the code of another one: it would become that one's next version."""
    with tools().read() as session:
        if code in {row.route.code for row in routes(session)}:
            raise BadInput([("code", _("Маршрут с таким кодом уже есть. Дайте другой код."))])


def _page(row: RouteRow | None, tree: Tree, *, refusal: BadInput | None = None, refused: bool = False) -> str:
    """Show the form; what lint says and the picture are there as soon as the fields can be read."""
    route = readable(tree)
    rows = staff()
    with tools().read() as session:
        found = lint_route(session, route) if route else None
    problems = problems_of(refusal.problems if refusal else (), tree)
    return render_template(
        "route_edit.html",
        row=row,
        tree=tree,
        found=found,
        shown=route,
        problems=problems,
        refused=refused,
        note=field("note"),
        names=names_of(rows),
        whos=whos_of(rows),
        quorums=_quorums,
        units=_options(UNITS),
        acts=_options(ACTS),
        asked=_options(ASKED),
        deadlines=list(DEADLINES.items()),
        span_shown=span_shown,
        **WORDS,
    )


def _options(words: Mapping[Any, Any]) -> list[tuple[str, str]]:
    return [(str(code), str(word)) for code, word in words.items()]


def _quorums(stage: Tree) -> list[tuple[str, str]]:
    """Return the quorums that a stage can have: all, any, and a number of its approvers."""
    most = len(stage.get("approvers", ()))
    numbers = {str(number) for number in range(2, most)}
    given = str(stage.get("quorum", ""))
    numbers |= {given} if whole(given) is not None else set()
    usual = [("all", _("всех")), ("any", _("любого одного"))]
    return usual + [
        (number, _("%(needed)s из %(count)s", needed=number, count=most))
        for number in sorted(numbers, key=int)
    ]
