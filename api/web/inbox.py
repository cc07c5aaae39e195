"""The inbox: the list on the left, the document on the right, the decision below."""

from flask import render_template

from api.context import actor, tools
from api.web.area import Area
from docsvc.access import Right
from docsvc.queries.document import DocumentView, one_document
from docsvc.queries.inbox import InboxRow, Since, inbox, since_last_time

area = Area("inbox", __name__, url_prefix="/inbox")


@area.page("", access=Right.DECIDE)
def index() -> str:
    """Show what waits; on a wide screen with the first document open."""
    with tools().read() as session:
        waiting = inbox(session, actor())
        first = one_document(session, actor(), waiting[0].id) if waiting else None
        since = since_last_time(session, tools().blobs, actor(), document_id=first.id) if first else None
    return _page(waiting, first, since, chosen=False)


@area.page("/<document_id>", access=Right.DECIDE)
def show(document_id: str) -> str:
    """Show one document with the decision to take."""
    with tools().read() as session:
        found = one_document(session, actor(), document_id)
        waiting = inbox(session, actor())
        since = since_last_time(session, tools().blobs, actor(), document_id=document_id)
    return _page(waiting, found, since, chosen=True)


def _page(
    waiting: tuple[InboxRow, ...], document: DocumentView | None, since: Since | None, *, chosen: bool
) -> str:
    return render_template("inbox.html", waiting=waiting, document=document, since=since, chosen=chosen)
