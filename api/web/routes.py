"""Approval routes: the rule table, one route with its versions, and the exchange rates."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from itertools import pairwise
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.language import current_day
from api.told import told_reason
from api.web.area import Area
from api.web.reading import field, typed_figure
from api.web.route_presets import told_presets
from api.web.route_view import WORDS, hidden_routes, names_of, staff
from docsvc.access import Right
from docsvc.actions.order_routes import order_routes
from docsvc.actions.retire_route import retire_route
from docsvc.actions.set_rates import set_rates
from docsvc.errors import BadInput, RouteRefused
from docsvc.model.route_file import write_routes
from docsvc.queries.route_lint import lint_route
from docsvc.queries.route_people import rates as known_rates
from docsvc.queries.routes import RouteRow, one_route, route_versions
from docsvc.queries.routes import routes as route_table

area = Area("routes", __name__, url_prefix="/settings/routes")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a route with what it changed, line by line."""

    number: int
    author: str
    note: str
    created_at: datetime
    rows: tuple[Any, ...] = ()


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """Show the rule table: the first route that matches applies."""
    with tools().read() as session:
        rows = route_table(session)
    current = [row for row in rows if row.retired_at is None]
    retired = [row for row in rows if row.retired_at is not None]
    return render_template(
        "routes.html",
        rows=rows,
        current=current,
        retired=retired,
        hidden=hidden_routes(rows),
        names=names_of(staff()),
        **WORDS,
    )


@area.page("/order", access=Right.ADMINISTER, post=True)
def order() -> Response:
    """Move a route one place up or down in the table, or to its top."""
    with tools().read() as session:
        codes = [row.route.code for row in route_table(session) if row.retired_at is None]
    code = field("code")
    if code in codes:
        place = codes.index(code)
        to = {"up": max(place - 1, 0), "top": 0}.get(field("move"), place + 1)
        codes.insert(to, codes.pop(place))
        with tools().work() as work:
            order_routes(work, codes, actor=actor())
    return redirect(url_for("routes.index", _anchor=f"rule-{code}"), HTTPStatus.SEE_OTHER)


@area.page("/new", access=Right.ADMINISTER)
def new() -> str:
    """Offer the presets, an empty route and a file."""
    return render_template("route_new.html", presets=told_presets(), **WORDS)


@area.page("/of/<code>", access=Right.ADMINISTER)
def show(code: str) -> str:
    """Show a route: its picture, what lint says, and what each version changed."""
    with tools().read() as session:
        row = one_route(session, code)
        versions = _versions(route_versions(session, code))
        found = lint_route(session, row.route)
        hidden = hidden_routes(route_table(session)).get(code)
    found += (hidden,) if hidden else ()
    return render_template(
        "route.html", row=row, versions=versions, found=found, names=names_of(staff()), **WORDS
    )


@area.page("/of/<code>/retire", access=Right.ADMINISTER, post=True)
def retire(code: str) -> Response:
    """Take a route out of the table, or put it back."""
    back = field("back") == "1"
    try:
        with tools().work() as work:
            retire_route(work, code, actor=actor(), back=back)
    except RouteRefused as refusal:
        flash(words_of(refusal), "danger")
        return redirect(url_for("routes.show", code=code), HTTPStatus.SEE_OTHER)
    said = _("Маршрут снова в таблице, последним.") if back else _("Маршрут снят с использования.")
    flash(said, "success")
    return redirect(url_for("routes.show", code=code), HTTPStatus.SEE_OTHER)


@area.page("/rates", access=Right.ADMINISTER)
def rates() -> str:
    """Show the recorded exchange rates."""
    with tools().read() as session:
        known = known_rates(session).plain
    return _rates([{"currency": code, **rate} for code, rate in known.items()])


@area.page("/rates", access=Right.ADMINISTER, post=True)
def save_rates() -> Response | tuple[str, HTTPStatus]:
    """Write the rates down; a row whose currency is empty goes."""
    given = _given_rates()
    asked = {row["currency"]: {"rate": row["rate"], "date": row["date"]} for row in given}
    try:
        with tools().work() as work:
            set_rates(work, asked, actor=actor())
    except BadInput as refusal:
        return _rates(given, refusal), status_of(refusal)
    flash(_("Курсы сохранены."), "success")
    return redirect(url_for("routes.index"), HTTPStatus.SEE_OTHER)


def _versions(rows: tuple[RouteRow, ...]) -> list[VersionRow]:
    """Compare each version with the one before it, as texts."""
    from templates.compare import around_changes, side_by_side

    texts = [list(map(_guided, write_routes([row.route]).splitlines())) for row in rows]
    changed = [tuple(around_changes(side_by_side(old, new))) for new, old in pairwise(texts)]
    return [
        VersionRow(row.number, row.author, row.note, row.created_at, what)
        for row, what in zip(rows, [*changed, ()], strict=True)
    ]


def _guided(line: str) -> str:
    """Return a line of YAML with its indentation to be seen: beside another one, spaces are left out."""
    bare = line.lstrip(" ")
    return "·\u00a0" * ((len(line) - len(bare)) // 2) + bare


def _given_rates() -> list[dict[str, str]]:
    """Return the rows of the form that name a currency."""
    rows = []
    number = 0
    while f"rates[{number}].currency" in request.form:
        row = {name: field(f"rates[{number}].{name}") for name in ("currency", "rate", "date")}
        read = {"currency": row["currency"].upper(), "rate": typed_figure(row["rate"])}
        rows += [row | read] if row["currency"] else []
        number += 1
    return rows


def _rates(rows: list[dict[str, str]], refusal: BadInput | None = None) -> str:
    places = {row["currency"]: f"rates[{number}]" for number, row in enumerate(rows)}
    problems = {}
    for path, words in refusal.problems if refusal else ():
        code, _dot, name = path.partition(".")
        problems[f"{places.get(code, code)}.{name}"] = told_reason(words)
    today = current_day().isoformat()
    return render_template("rates.html", rows=rows, problems=problems, today=today, **WORDS)
