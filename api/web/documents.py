"""The list of documents and its register as CSV."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from api.context import actor, tools
from api.web.area import Area
from api.web.reading import asked_date, asked_page, asked_text, asked_word
from api.web.register import csv_response, register_line
from docsvc.access import Right, may
from docsvc.model import Kind, State
from docsvc.queries.document_filter import DocumentFilter
from docsvc.queries.documents import SORTS, all_documents, document_list
from docsvc.queries.tiles import sum_tiles, tiles

area = Area("documents", __name__, url_prefix="/documents")

MOST_EXPORTED = 50_000


@area.page("", access=Right.VIEW)
def index() -> str:
    """List the documents that the person may see."""
    person, chosen = actor(), _filter()
    with tools().read() as session:
        shown = tiles(session, person, chosen)
        total = sum_tiles(shown, chosen.states)
        found = document_list(session, person, chosen, page=asked_page(), total=total)
    return render_template(
        "documents.html",
        page=found,
        chosen=chosen,
        tiles=shown,
        total=total,
        narrowed=any(request.args.values()),
        may_create=may(person, Right.CREATE),
        may_export=may(person, Right.EXPORT),
    )


@area.page("/register.csv", access=Right.EXPORT)
def register() -> Response:
    """Download what the list shows, as a register."""
    with tools().read() as session:
        found = all_documents(session, actor(), _filter(), most=MOST_EXPORTED)
    return csv_response(_("документы"), [register_line(row) for row in found])


def _filter() -> DocumentFilter:
    known = set(State)
    sort = request.args.get("sort", "")
    return DocumentFilter(
        text=asked_text(),
        states=frozenset(State(each) for each in request.args.getlist("state") if each in known),
        kind=asked_word(Kind, "kind"),
        owner_id=actor().id if request.args.get("owner") == "me" else None,
        since=asked_date("since"),
        until=asked_date("until"),
        trashed=request.args.get("trash") == "1",
        copies=True if request.args.get("mailing") == "1" else None,
        sort=sort if sort.removeprefix("-") in SORTS else "-updated",
    )
