"""A letter to try the mail server with, and what the server said to it."""

from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from docsvc.access import Right
from docsvc.actions.send_test_mail import send_test_mail
from docsvc.errors import BadConfiguration, BadInput, TooManyAttempts
from docsvc.mail.server import MailServer, read_server
from docsvc.model import MailState
from docsvc.queries.outgoing import outgoing_letter

area = Area("mail_test", __name__, url_prefix="/settings/mail")


@area.page("/test", access=Right.ADMINISTER)
def index() -> str:
    """Ask where a letter to try the server with goes."""
    return _page(email=actor().email)


@area.page("/test", access=Right.ADMINISTER, post=True)
def try_it() -> Response | tuple[str, HTTPStatus]:
    """Send it, and show it with the server's answer."""
    email = request.form.get("email", "")
    try:
        with tools().work() as work:
            mail_id = send_test_mail(work, email, actor=actor())
    except BadInput as refusal:
        return _page(email=email, problem=_("Нужен адрес почты, например ivanova@example.ru.")), status_of(
            refusal
        )
    except TooManyAttempts as refusal:
        return _page(email=email, problem=words_of(refusal)), status_of(refusal)
    return redirect(url_for("settings.letter", mail_id=mail_id), HTTPStatus.SEE_OTHER)


@area.page("/<mail_id>/mark", access=Right.ADMINISTER)
def mark(mail_id: str) -> Response:
    """Tell an open page whether there are more answers than the `seen` ones: 204 while there are not."""
    with tools().read() as session:
        mail = outgoing_letter(session, mail_id, actor=actor(), settings=tools().settings).mail
    waits = mail.state is MailState.QUEUED and request.args.get("seen") == str(mail.attempts)
    return Response(status=HTTPStatus.NO_CONTENT) if waits else Response("answered", mimetype="text/plain")


def _page(*, email: str, problem: str = "") -> str:
    smtp = tools().settings.smtp
    server, wrong = _server(smtp.url) if smtp else (None, "")
    return render_template(
        "mail_test.html", smtp=smtp, server=server, wrong=wrong, email=email, problem=problem
    )


def _server(url: str) -> tuple[MailServer | None, str]:
    """Return the server that the settings name, or what is wrong with them, in words."""
    try:
        return read_server(url), ""
    except BadConfiguration as error:
        return None, words_of(error)
