"""API keys: made, shown once, revoked."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.reading import field
from docsvc.access import Right
from docsvc.errors import BadInput
from docsvc.model.api_scopes import ApiScope
from docsvc.queries.api_keys import api_keys
from docsvc.queries.people import people

area = Area("keys", __name__, url_prefix="/settings/keys")


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """List the keys."""
    return _page()


@area.page("", access=Right.ADMINISTER, post=True)
def make() -> str | tuple[str, HTTPStatus]:
    """Make a key and show it this once."""
    from docsvc.actions.make_api_key import make_api_key

    try:
        with tools().work() as work:
            key = make_api_key(
                work,
                actor=actor(),
                name=field("name"),
                scopes=request.form.getlist("scopes"),
                user_email=field("user_email") or None,
            )
    except BadInput as refusal:
        return _page(problem=words_of(refusal)), status_of(refusal)
    return _page(made=key)


@area.page("/<key_id>/revoke", access=Right.ADMINISTER, post=True)
def revoke(key_id: str) -> Response:
    """Make a key worthless."""
    from docsvc.actions.revoke_api_key import revoke_api_key

    with tools().work() as work:
        revoke_api_key(work, key_id, actor=actor())
    flash(_("Ключ отозван: программы с ним больше не войдут."), "success")
    return redirect(url_for("keys.index"), HTTPStatus.SEE_OTHER)


def _page(*, made: str = "", problem: str = "") -> str:
    with tools().read() as session:
        found, everybody = api_keys(session, actor()), people(session, actor())
    return render_template(
        "keys.html", keys=found, scopes=tuple(ApiScope), people=everybody, made=made, problem=problem
    )
