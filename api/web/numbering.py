"""Numerators: how documents of each kind are numbered."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.language import current_day
from api.web.area import Area
from api.web.reading import field
from docsvc.access import Right
from docsvc.actions.set_numbering import set_numbering
from docsvc.errors import BadInput, NotFound
from docsvc.model import Kind
from docsvc.queries.numbering import numberings

area = Area("numbering", __name__, url_prefix="/settings/numbering")

RESETS = {
    "never": lazy_gettext("никогда"),
    "yearly": lazy_gettext("каждый год"),
    "monthly": lazy_gettext("каждый месяц"),
    "daily": lazy_gettext("каждый день"),
}


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """Show how each kind is numbered, and what number comes next."""
    return _page()


@area.page("/<kind>", access=Right.ADMINISTER, post=True)
def save(kind: str) -> Response | tuple[str, HTTPStatus]:
    """Set how a kind is numbered."""
    if kind not in set(Kind):
        raise NotFound
    try:
        with tools().work() as work:
            set_numbering(
                work,
                Kind(kind),
                actor=actor(),
                pattern=field("pattern"),
                reset=field("reset"),
                width=request.form.get("width", type=int) or 0,
                following=request.form.get("next", type=int) or 0,
            )
    except BadInput as refusal:
        return _page(refused=kind, problem=words_of(refusal)), status_of(refusal)
    flash(_("Нумерация сохранена. Выданные номера не изменились."), "success")
    return redirect(url_for("numbering.index"), HTTPStatus.SEE_OTHER)


def _page(*, refused: str = "", problem: str = "") -> str:
    today = current_day()
    with tools().read() as session:
        rows = numberings(session, day=today)
    return render_template(
        "numbering.html", rows=rows, resets=RESETS, refused=refused, problem=problem, today=today
    )
