"""The inbox: the list on the left, the document on the right, the decision below."""

from api.web.area import Area
from api.web.desk import inbox_page
from docsvc.access import Right

area = Area("inbox", __name__, url_prefix="/inbox")


@area.page("", access=Right.DECIDE)
def index() -> str:
    """Show what waits; on a wide screen with the first document open."""
    return inbox_page(None)


@area.page("/<document_id>", access=Right.DECIDE)
def show(document_id: str) -> str:
    """Show one document with the decision to take."""
    return inbox_page(document_id)
