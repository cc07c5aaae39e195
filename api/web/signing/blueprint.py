"""The blueprint of the recipient's side; its views register themselves on it."""

from flask import Blueprint
from flask_babel import get_locale

blueprint = Blueprint("signing", __name__, template_folder="pages")


@blueprint.context_processor
def _reading() -> dict[str, str]:
    """Name the language that the page is written in."""
    return {"reading": str(get_locale())}
