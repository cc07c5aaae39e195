"""A colleague's own PIN, for signing on somebody else's device."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.told import as_sentence
from api.web.area import EVERYBODY, Area
from api.web.users import require_current
from docsvc.actions.set_pin import set_own_pin
from docsvc.errors import BadInput, TooManyAttempts, WrongPassword

area = Area("own_pin", __name__, url_prefix="/me/pin")


@area.page("", access=EVERYBODY)
def form() -> str:
    """Ask for a new PIN."""
    return render_template("own_pin.html", problem="")


@area.page("", access=EVERYBODY, post=True)
def save() -> Response | tuple[str, HTTPStatus]:
    """Set it, with the person's password."""
    try:
        require_current(request.form.get("current", ""))
        with tools().work() as work:
            set_own_pin(work, actor=actor(), pin=request.form.get("pin", ""))
    except BadInput as refusal:
        return _again(" ".join(as_sentence(text) for _path, text in refusal.problems), refusal)
    except (WrongPassword, TooManyAttempts) as refusal:
        return _again(words_of(refusal), refusal)
    flash(_("PIN-код задан."), "success")
    return redirect(url_for("users.me"), HTTPStatus.SEE_OTHER)


def _again(problem: str, refusal: BadInput | WrongPassword | TooManyAttempts) -> tuple[str, HTTPStatus]:
    return render_template("own_pin.html", problem=problem), status_of(refusal)
