"""Text messages: whether a gateway is set up, a message to try it with, and what became of the last ones."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from docsvc.access import Right
from docsvc.actions.send_test_sms import send_test_sms
from docsvc.errors import BadConfiguration, BadInput, TooManyAttempts
from docsvc.queries.outgoing import sent_by_sms
from docsvc.sms.gateway import open_gateway

area = Area("sms", __name__, url_prefix="/settings/sms")


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """Show whether codes can go out as texts, and the last that did."""
    return _page()


@area.page("", access=Right.ADMINISTER, post=True)
def try_it() -> Response | tuple[str, HTTPStatus]:
    """Send a message to the administrator's own telephone."""
    phone = request.form.get("phone", "")
    try:
        with tools().work() as work:
            send_test_sms(work, phone, actor=actor())
    except BadInput:
        return _page(problem=_("Нужен мобильный номер, например +7 916 123-45-67."), phone=phone), (
            HTTPStatus.UNPROCESSABLE_ENTITY
        )
    except TooManyAttempts as refusal:
        return _page(problem=words_of(refusal), phone=phone), status_of(refusal)
    flash(_("Сообщение в очереди. Что ответил шлюз, будет видно здесь через несколько секунд."), "success")
    return redirect(url_for("sms.index"), HTTPStatus.SEE_OTHER)


def _page(problem: str = "", phone: str = "") -> str:
    with tools().read() as session:
        last = sent_by_sms(session, actor=actor())
    return render_template(
        "sms.html", ready=tools().settings.sms, wrong=_wrong(), last=last, problem=problem, phone=phone
    )


def _wrong() -> str:
    """Return what is wrong with the settings, in words."""
    settings = tools().settings.sms
    if settings is None:
        return ""
    try:
        open_gateway(settings)
    except BadConfiguration as error:
        return words_of(error)
    return ""
