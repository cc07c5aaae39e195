"""Putting places to sign and other fields on the pages of a document: by dragging, by keys, or by a form."""

from http import HTTPStatus
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of
from api.told import told_reason
from api.web.area import Area
from api.web.placing_words import PARTIES, STOCK, party_base, party_word
from api.web.reading import field, whole
from docsvc.access import Right
from docsvc.errors import BadInput
from docsvc.model.field_places import MOST_PLACES
from docsvc.queries.placed_fields import PlacedField
from docsvc.queries.placing import PlacingView, placing
from signing import FieldKind

area = Area("placing", __name__, url_prefix="/documents/<document_id>")

POINTS: Final = 72 / 25.4
"""In a millimetre: pages ask for millimetres from the upper left corner, as one measures on paper."""


@area.page("/fields", access=Right.EDIT)
def show(document_id: str) -> str:
    """Show the pages with their fields."""
    return _page(_view(document_id))


@area.page("/fields", access=Right.EDIT, post=True)
def save(document_id: str) -> Response | str | tuple[str, HTTPStatus]:
    """Keep the fields, or without script show the form again with one more."""
    from docsvc.actions.place_fields import place_fields

    view = _view(document_id)
    rows = [_row(name) for name in request.form.getlist("row")[:MOST_PLACES]]
    if (wanted := field("add")) in set(FieldKind):
        return _page(view, rows=[*rows, _new(view, FieldKind(wanted))])
    try:
        places = _places(rows, view)
        with tools().work() as work:
            count = place_fields(work, document_id, places, actor=actor(), version_id=field("version"))
    except BadInput as refusal:
        return _page(view, rows=rows, problems=_problems(refusal)), status_of(refusal)
    flash(_told(count), "success")
    return redirect(url_for("document.show", document_id=document_id), HTTPStatus.SEE_OTHER)


def _view(document_id: str) -> PlacingView:
    with tools().read() as session:
        return placing(session, tools().blobs, actor(), document_id)


def _page(
    view: PlacingView, *, rows: list[dict[str, Any]] | None = None, problems: tuple[str, ...] = ()
) -> str:
    if rows is None:
        rows = [_measured(each, number, view) for number, each in enumerate(view.fields)]
    parties = dict.fromkeys([*PARTIES, *(party_base(each.party) for each in view.fields)])
    return render_template(
        "placing.html",
        view=view,
        rows=rows,
        problems=problems,
        parties=[(party, party_word(party)) for party in parties],
        most=MOST_PLACES,
    )


def _measured(each: PlacedField, number: int, view: PlacingView) -> dict[str, Any]:
    """Return a field as the form has it: on page 1, 2, …, in millimetres from the upper left corner."""
    height = view.sizes[each.page][1]
    x0, y0, x1, y1 = each.box
    sides = {"left": x0, "top": height - y1, "width": x1 - x0, "height": y1 - y0}
    return {
        "row": f"f{number}",
        "name": each.name,
        "kind": each.kind,
        "party": party_base(each.party),
        "page": each.page + 1,
        "label": each.label,
        "required": each.required,
    } | {side: f"{points / POINTS:.2f}" for side, points in sides.items()}


def _new(view: PlacingView, kind: FieldKind) -> dict[str, Any]:
    stock = STOCK[kind]
    return {
        "row": f"n{len(request.form.getlist('row'))}",
        "name": "",
        "kind": kind.value,
        "party": "client",
        "page": len(view.sizes),
        "left": "20",
        "top": "20",
        "width": f"{stock.width:g}",
        "height": f"{stock.height:g}",
        "label": "",
        "required": True,
    }


def _row(name: str) -> dict[str, Any]:
    texts = ("name", "kind", "party", "page", "left", "top", "width", "height", "label")
    read = {text: field(f"{text}.{name}") for text in texts}
    return {"row": name} | read | {"required": f"required.{name}" in request.form}


def _places(rows: list[dict[str, Any]], view: PlacingView) -> list[dict[str, Any]]:
    """Return the fields as versions keep them; raise `BadInput` for figures that are none."""
    problems = []
    places = []
    for number, row in enumerate(rows):
        box = _box(row, view)
        if box is None:
            problems.append((f"places[{number}]", _("страница и размеры пишутся числами")))
            continue
        kept = ("name", "kind", "party", "label", "required")
        places.append({each: row[each] for each in kept} | {"page": int(row["page"]) - 1, "box": box})
    if problems:
        raise BadInput(problems)
    return places


def _box(row: dict[str, Any], view: PlacingView) -> list[float] | None:
    page = whole(row["page"])
    if page is None or not 1 <= page <= len(view.sizes):
        return None
    try:
        sides = (float(row[side].replace(",", ".")) for side in ("left", "top", "width", "height"))
        left, top, width, height = (side * POINTS for side in sides)
    except ValueError:
        return None
    above = view.sizes[page - 1][1] - top
    return [left, above - height, left + width, above]


def _problems(refusal: BadInput) -> tuple[str, ...]:
    """Return what is wrong, each with the number of its row as people count."""
    told = []
    for path, words in refusal.problems:
        number = path.removeprefix("places[").removesuffix("]")
        who = _("Поле %(number)s", number=int(number) + 1) if number.isdecimal() else _("Поля")
        told.append(f"{who} {told_reason(words)}")
    return tuple(told)


def _told(count: int) -> str:
    if not count:
        return str(_("Поля убраны: подписывать на страницах нечего."))
    return str(ngettext("Сохранено %(num)s поле.", "Сохранено %(num)s полей.", count))
