"""The templates: what documents are made from."""

from flask import render_template

from api.context import tools
from api.web.area import Area
from docsvc.access import Right
from docsvc.queries.catalog import catalog

area = Area("catalog", __name__, url_prefix="/templates")


@area.page("", access=Right.MANAGE_TEMPLATES)
def index() -> str:
    """List the templates with the version in use."""
    with tools().read() as session:
        found = catalog(session)
    return render_template("templates.html", templates=found)
