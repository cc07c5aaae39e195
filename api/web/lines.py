"""A manager's own lines of a deal: from the catalogue or by hand, optional ones ticked."""

from collections.abc import Iterator
from decimal import Decimal
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.reading import asked_text, field, typed_figure
from docsvc.access import Right
from docsvc.actions.set_own_lines import add_own_line, choose_own_lines, set_own_lines
from docsvc.errors import DocsvcError
from docsvc.model.content_input import OwnLineInput, OwnLinesInput
from docsvc.model.input_errors import checked
from docsvc.queries.deal_lines import OwnLineRow
from docsvc.queries.deals import one_deal
from docsvc.queries.products import product_list

area = Area("lines", __name__, url_prefix="/deals/<deal_id>/lines")

SHOWN = 12
FIELDS = ("sku", "name", "unit", "quantity", "price", "discount", "vat_rate")
TICKS = ("optional", "chosen")


@area.page("", access=Right.CREATE)
def index(deal_id: str) -> str:
    """Show the own lines of a deal and what the catalogue has."""
    return _page(deal_id)


@area.page("", access=Right.CREATE, post=True)
def save(deal_id: str) -> Response | tuple[str, HTTPStatus]:
    """Write the lines down as they stand in the form."""
    rows = list(_rows())
    try:
        lines: tuple[OwnLineInput, ...] = tuple(checked(OwnLinesInput, {"lines": rows}).lines)
        with tools().work() as work:
            set_own_lines(work, deal_id, lines, actor=actor())
    except DocsvcError as refusal:
        return _page(deal_id, given=rows, problem=words_of(refusal)), status_of(refusal)
    flash(_("Позиции сохранены. Документы, сделанные раньше, не изменились."), "success")
    return redirect(url_for("deals.show", deal_id=deal_id), HTTPStatus.SEE_OTHER)


@area.page("/add", access=Right.CREATE, post=True)
def add(deal_id: str) -> Response | tuple[str, HTTPStatus]:
    """Add a product of the catalogue to the lines, once those are saved as they stand in the form."""
    rows = list(_rows()) if "line" in request.form else None
    try:
        changed = rows is not None and rows != _known(deal_id)
        lines = checked(OwnLinesInput, {"lines": rows}).lines if changed else None
        with tools().work() as work:
            if lines is not None:
                set_own_lines(work, deal_id, tuple(lines), actor=actor())
            optional = "optional" in request.values
            add_own_line(work, deal_id, field("sku"), actor=actor(), quantity=Decimal(1), optional=optional)
    except DocsvcError as refusal:
        return _page(deal_id, given=rows, problem=words_of(refusal)), status_of(refusal)
    flash(_("Добавлено."), "success")
    return redirect(url_for("lines.index", deal_id=deal_id, q=field("q") or None), HTTPStatus.SEE_OTHER)


@area.page("/choose", access=Right.CREATE, post=True)
def choose(deal_id: str) -> Response:
    """Count the optional lines that are ticked."""
    with tools().work() as work:
        choose_own_lines(work, deal_id, request.form.getlist("chosen"), actor=actor())
    flash(_("Сумма пересчитана."), "success")
    return redirect(url_for("deals.show", deal_id=deal_id), HTTPStatus.SEE_OTHER)


def _page(deal_id: str, *, given: list[dict[str, object]] | None = None, problem: str = "") -> str:
    with tools().read() as session:
        deal = one_deal(session, actor(), deal_id)
        found = product_list(session, text=asked_text(), size=SHOWN, active=True)
    rows = given if given is not None else [_row(own) for own in deal.own_lines]
    return render_template(
        "lines.html", deal=deal, rows=rows, products=found, text=asked_text(), problem=problem
    )


def _known(deal_id: str) -> list[dict[str, object]]:
    """Return the lines that the deal has, as the form would say them."""
    with tools().read() as session:
        return [_row(own) for own in one_deal(session, actor(), deal_id).own_lines]


def _row(own: OwnLineRow) -> dict[str, object]:
    line = own.line
    return {
        "sku": own.sku,
        "name": line.name,
        "unit": line.unit,
        "quantity": f"{line.quantity.normalize():f}",
        "price": f"{line.price.normalize():f}",
        "discount": f"{line.discount.normalize():f}",
        "vat_rate": "none" if line.vat is None else f"{line.vat.normalize():f}",
        "optional": own.optional,
        "chosen": own.chosen,
    }


def _rows() -> Iterator[dict[str, object]]:
    """Read the rows of the form: fields `line.<number>.<name>`; a row without a name is left out."""
    for number in request.form.getlist("line"):
        told = {name: field(f"line.{number}.{name}") for name in FIELDS}
        if not told["name"] or f"line.{number}.remove" in request.form:
            continue
        figures = {name: typed_figure(told[name]) for name in ("quantity", "price", "discount")}
        ticks = {name: f"line.{number}.{name}" in request.form for name in TICKS}
        yield {**told, **figures, **ticks}
