"""The looks of our documents: logo, colour, letterhead and stamp, set once for all."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.reading import field
from docsvc.access import Right
from docsvc.actions.set_brand import Brand, set_brand
from docsvc.errors import BadInput
from docsvc.model.pictures import STAMP_OFF
from docsvc.queries.organisation import one_entity

area = Area("looks", __name__, url_prefix="/settings/organisation")


@area.page("/<entity_id>/brand", access=Right.ADMINISTER)
def show(entity_id: str) -> str:
    """Show the brand of one of our companies."""
    return _page(entity_id)


@area.page("/<entity_id>/brand", access=Right.ADMINISTER, post=True)
def save(entity_id: str) -> Response | tuple[str, HTTPStatus]:
    """Write it down."""
    brand = Brand(
        color=field("brand_color"),
        letterhead=request.form.get("letterhead", ""),
        logo=_picture("logo"),
        stamp=_picture("stamp"),
        print_stamp="print_stamp" in request.form,
    )
    try:
        with tools().work() as work:
            set_brand(work, entity_id, actor=actor(), brand=brand)
    except BadInput as refusal:
        return _page(entity_id, problem=words_of(refusal)), status_of(refusal)
    flash(
        _("Оформление сохранено. Новые документы выйдут с ним, уже созданные остались прежними."), "success"
    )
    return redirect(url_for("looks.show", entity_id=entity_id), HTTPStatus.SEE_OTHER)


def _picture(name: str) -> bytes | None:
    """Return the uploaded file; nothing to remove the picture, None to leave it."""
    if f"remove_{name}" in request.form:
        return b""
    file = request.files.get(name)
    return file.read() or None if file else None


def _page(entity_id: str, problem: str = "") -> str:
    with tools().read() as session:
        found = one_entity(session, actor(), entity_id)
    details = dict(found.details)
    stamp = details.get("stamp") or details.get(STAMP_OFF)
    return render_template(
        "looks.html",
        entity=found,
        color=request.form.get("brand_color", details.get("brand_color", "")),
        letterhead=request.form.get("letterhead", details.get("letterhead", "")),
        logo=details.get("logo"),
        stamp=stamp,
        print_stamp=STAMP_OFF not in details,
        problem=problem,
    )
