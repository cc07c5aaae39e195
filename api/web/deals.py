"""The deals, and a document from a deal in three clicks."""

import re
from collections.abc import Sequence
from http import HTTPStatus

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import words_of
from api.told import told_reason
from api.web.area import Area
from api.web.reading import asked_page, asked_text, field, filled_fields
from docsvc.access import Right, may
from docsvc.actions.ask_missing import Prospect, ask_missing
from docsvc.actions.draft import Wish
from docsvc.errors import BadInput, SetupIncomplete
from docsvc.model import DEAD, Kind
from docsvc.queries.deals import DealView, deal_list, one_deal
from docsvc.queries.makers import makers, pickable_blocks
from templates import Engine, TemplateError
from templates.limits import Limits, limited
from templates.preview import preview_pdf, preview_text

area = Area("deals", __name__, url_prefix="/deals")

BASES = dict.fromkeys((Kind.INVOICE, Kind.ACT, Kind.UPD, Kind.SPECIFICATION, Kind.SUPPLEMENT), Kind.CONTRACT)
"""Which kind is usually the basis of which."""

PREVIEW = Limits(seconds=10)


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
        offered = makers(session) if found.may_create else ()
    return render_template("deal.html", deal=found, makers=offered)


@area.page("/<deal_id>/documents/<kind>", access=Right.CREATE, post=True)
def make(deal_id: str, kind: str) -> Response | tuple[str, HTTPStatus]:
    """Make a document; what is missing is asked in one form, and blocks where the template takes some."""
    from docsvc.actions.create_document import create_document

    wanted, person = _kind(kind), actor()
    filled, wish = filled_fields(), _wish()
    with tools().read() as session:
        deal = one_deal(session, person, deal_id)
    try:
        with tools().work() as work:
            prospect = ask_missing(work, deal_id, actor=person, kind=wanted, filled=filled, wish=wish)
        if (page := _form(deal, wanted, prospect)) is not None:
            return page
        with tools().work() as work:
            made = create_document(
                work,
                deal_id,
                actor=person,
                kind=wanted,
                basis_id=_basis(deal, wanted),
                filled=filled,
                wish=wish,
            )
    except (BadInput, SetupIncomplete) as refusal:
        flash(words_of(refusal), "danger")
        return redirect(_where_to_mend(refusal, deal_id), HTTPStatus.SEE_OTHER)
    return redirect(url_for("document.show", document_id=made), HTTPStatus.SEE_OTHER)


@area.page("/<deal_id>/documents/<kind>/preview", access=Right.CREATE, post=True)
def preview(deal_id: str, kind: str) -> Response | str:
    """Show the document as it would be with what is typed so far: a PDF, or its text for a Word template."""
    try:
        with tools().work() as work:
            prospect = ask_missing(
                work, deal_id, actor=actor(), kind=_kind(kind), filled=filled_fields(), wish=_wish()
            )
        if prospect.source.engine is Engine.HTML:
            pdf = limited(preview_pdf, PREVIEW)(prospect.source, prospect.facts, _("ЧЕРНОВИК"))
            return Answer(pdf, mimetype="application/pdf")
        text = limited(preview_text, PREVIEW)(prospect.source, prospect.facts)
    except (BadInput, TemplateError) as refusal:
        reason = words_of(refusal) if isinstance(refusal, BadInput) else told_reason(str(refusal))
        return render_template("_parts/draft.html", text=(), reason=reason)
    gaps = sorted((f"[{each.field.label}]" for each in prospect.questions), key=len, reverse=True)
    return render_template("_parts/draft.html", text=[_pieces(line, gaps) for line in text])


def _form(deal: DealView, kind: Kind, prospect: Prospect) -> tuple[str, HTTPStatus] | None:
    """Return the form that asks for what is missing, or for blocks once; None where nothing is asked."""
    with tools().read() as session:
        blocks = pickable_blocks(session, tools().blobs, prospect.template_id)
    lacking = [each for each in prospect.questions if each.lacking]
    if not lacking and (not blocks or "asked" in request.form):
        return None
    page = render_template(
        "missing.html", deal=deal, kind=kind, prospect=prospect, blocks=blocks, lacking=bool(lacking)
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if lacking else HTTPStatus.OK


def _where_to_mend(refusal: BadInput | SetupIncomplete, deal_id: str) -> str:
    """Return the list of what is to be set up for whoever may do it, else the deal."""
    if isinstance(refusal, SetupIncomplete) and may(actor(), Right.ADMINISTER):
        return url_for("home.index")
    return url_for("deals.show", deal_id=deal_id)


def _kind(kind: str) -> Kind:
    if kind not in set(Kind):
        raise NotFound
    return Kind(kind)


def _wish() -> Wish:
    """Read the template and the blocks that were picked, in the order of their numbers."""
    ticked = request.form.getlist("block")
    order = {name: request.form.get(f"order.{name}", type=int) or 0 for name in ticked}
    return Wish(template_id=field("template") or None, blocks=tuple(sorted(ticked, key=order.__getitem__)))


def _pieces(line: str, gaps: Sequence[str]) -> list[tuple[bool, str]]:
    """Part a line of text at its gaps: (is a gap, text)."""
    if not gaps:
        return [(False, line)]
    parts = re.split("(" + "|".join(map(re.escape, gaps)) + ")", line)
    return [(part in gaps, part) for part in parts if part]


def _basis(deal: DealView, kind: Kind) -> str | None:
    """Return the deal's newest living document that this kind rests on."""
    living = (row.id for row in deal.documents if row.kind is BASES.get(kind) and row.state not in DEAD)
    return field("basis") or next(living, None)
