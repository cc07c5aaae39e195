"""A deal from a file: the first one, before any CRM is joined."""

import json
from http import HTTPStatus
from importlib.resources import files

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from docsvc.access import Right
from docsvc.errors import BadInput
from docsvc.model.deal_input import read_deal

area = Area("deal_file", __name__, url_prefix="/deals")

SAMPLE = files("docsvc") / "demo/examples/deal.json"


@area.page("/file", access=Right.ADMINISTER)
def form() -> str:
    """Ask for the file."""
    return render_template("deal_file.html", problem="")


@area.page("/file", access=Right.ADMINISTER, post=True)
def take() -> Response | tuple[str, HTTPStatus]:
    """Take the deal over and open it; sent again, it replaces what was known."""
    from docsvc.actions.upsert_deal import upsert_deal

    given = request.files.get("file")
    try:
        read = read_deal(given.read() if given else b"")
        with tools().work() as work:
            saved = upsert_deal(work, read, actor=actor())
    except BadInput as refusal:
        return render_template("deal_file.html", problem=words_of(refusal)), status_of(refusal)
    flash(_("Сделка принята. Выберите, какой документ сделать."), "success")
    return redirect(url_for("deals.show", deal_id=saved.id), HTTPStatus.SEE_OTHER)


@area.page("/file/sample.json", access=Right.ADMINISTER)
def sample() -> Answer:
    """Give an invented deal of whoever asks, to try with or to change."""
    deal = json.loads(SAMPLE.read_bytes()) | {"owner_email": actor().email}
    answer = Answer(json.dumps(deal, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="deal.json"'
    return answer
