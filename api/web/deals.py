"""The deals, and a document from a deal in three clicks."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of
from api.web.area import Area
from api.web.reading import asked_page, asked_text, field
from docsvc.access import Right
from docsvc.actions.facts import may_fill
from docsvc.errors import BadInput, FieldsMissing
from docsvc.model import DEAD, Kind
from docsvc.queries.deals import DealView, deal_list, one_deal

area = Area("deals", __name__, url_prefix="/deals")

BASES = {Kind.INVOICE: Kind.CONTRACT, Kind.ACT: Kind.CONTRACT}
"""Which kind is usually the basis of which."""


@area.page("", access=Right.VIEW_DEALS)
def index() -> str:
    """List the deals that the person may see."""
    with tools().read() as session:
        found = deal_list(session, actor(), text=asked_text(), page=asked_page())
    return render_template("deals.html", page=found, text=asked_text())


@area.page("/<deal_id>", access=Right.VIEW_DEALS)
def show(deal_id: str) -> str:
    """Show a deal and what can be made of it."""
    with tools().read() as session:
        found = one_deal(session, actor(), deal_id)
    return render_template("deal.html", deal=found, kinds=tuple(Kind))


@area.page("/<deal_id>/documents/<kind>", access=Right.CREATE, post=True)
def make(deal_id: str, kind: str) -> Response | tuple[str, HTTPStatus]:
    """Make a document; what is missing is asked in one form."""
    from docsvc.actions.create_document import create_document

    if kind not in set(Kind):
        raise NotFound
    wanted, person = Kind(kind), actor()
    with tools().read() as session:
        deal = one_deal(session, person, deal_id)
    filled = {
        key.removeprefix("fill."): value for key, value in request.form.items() if key.startswith("fill.")
    }
    try:
        with tools().work() as work:
            made = create_document(
                work, deal_id, actor=person, kind=wanted, basis_id=_basis(deal, wanted), filled=filled
            )
    except FieldsMissing as missing:
        asked = _asked_before(missing.fields, filled)
        return render_template(
            "missing.html", deal=deal, kind=wanted, fields=asked, known=filled, may_fill=may_fill
        ), status_of(missing)
    except BadInput as refusal:
        flash(refusal.text(_), "danger")
        return redirect(url_for("deals.show", deal_id=deal_id), HTTPStatus.SEE_OTHER)
    return redirect(url_for("document.show", document_id=made), HTTPStatus.SEE_OTHER)


def _asked_before(
    missing: tuple[tuple[str, str], ...], filled: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    """Keep the fields of the first form on the second: their labels come with it."""
    known = {path for path, _label in missing}
    return (*missing, *((path, field(f"label.{path}") or path) for path in filled if path not in known))


def _basis(deal: DealView, kind: Kind) -> str | None:
    """Return the deal's newest living document that this kind rests on."""
    living = (row.id for row in deal.documents if row.kind is BASES.get(kind) and row.state not in DEAD)
    return field("basis") or next(living, None)
