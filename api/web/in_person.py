"""Signing on the device of whoever sends: handed over, taken in turn, and locked until its person is back."""

from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from api.context import actor, client_address, client_device, cookie_name, tools
from api.errors import status_of
from api.web.area import ANYBODY, Area
from api.web.signing import words
from api.web.signing.mine import my_cookie
from api.web.signing.visitor import cookie_name as signing_cookie
from api.web.signing.visitor import keep_session, origin
from docsvc.access import Right
from docsvc.actions.lend_device import lend_device
from docsvc.actions.log_in import check_password, count_guess, refuse_guess
from docsvc.actions.pass_device import pass_device
from docsvc.actions.take_device import take_device
from docsvc.actions.take_device_back import take_device_back
from docsvc.errors import LinkInvalid, SendingOver, TooManyAttempts, Unauthenticated, WrongPassword
from docsvc.model import Channel
from docsvc.queries.document import load_visible
from docsvc.queries.in_person import Lent, lent_browser, meeting, open_dispatch_of

area = Area("in_person", __name__)

REFRESH_S = 3
"""Seconds after which the page looks again whether the files are ready: it has no script."""


@area.page("/documents/<document_id>/in-person", access=Right.SEND)
def start(document_id: str) -> str:
    """Tell the host what will happen when the device is handed over, and who signs."""
    with tools().read() as session:
        document = load_visible(session, actor(), document_id)
        number, dispatch_id = document.number, open_dispatch_of(session, document_id)
        found = meeting(session, dispatch_id, now=tools().clock()) if dispatch_id else None
    return render_template(
        "in_person_start.html", meeting=found, document_id=document_id, number=number, words=words
    )


@area.page("/documents/<document_id>/in-person", access=Right.SEND, post=True)
def lend(document_id: str) -> Response:
    """Lock the host's pages in this browser, and go to whose turn it is."""
    with tools().read() as session:
        load_visible(session, actor(), document_id)
        dispatch_id = open_dispatch_of(session, document_id)
    if dispatch_id is None:
        raise SendingOver
    with tools().work() as work:
        lend_device(work, _token(), dispatch_id, actor=actor())
    return _without_sessions(_to_page())


@area.page("/in-person", access=ANYBODY)
def page() -> str:
    """Say whose turn it is, or that this device was handed over to nobody."""
    lent = _lent()
    return _page(lent) if lent else render_template("signing/not_lent.html", reading=str(get_locale()))


@area.page("/in-person/take", access=ANYBODY, post=True)
def take() -> Response:
    """Open the documents for whoever has the device now."""
    chosen = request.form.get("means", "")
    means = Channel(chosen) if chosen in set(Channel) else None
    try:
        with tools().work() as work:
            recipient_id = request.form.get("recipient", "")
            opened = take_device(work, _token(), recipient_id=recipient_id, means=means, **origin())
    except LinkInvalid:  # they have answered meanwhile, or somebody else's turn came: the page tells
        return _to_page()
    response = redirect(url_for("signing.document", document_id=opened.document_ids[0]), HTTPStatus.SEE_OTHER)
    for document_id in opened.document_ids:
        keep_session(response, opened.session_token, document_id=document_id)
    return response


@area.page("/in-person/next", access=ANYBODY, post=True)
def hand_on() -> Response:
    """Close what is open for whoever had the device, and go on to the next person."""
    with tools().work() as work:
        pass_device(work, _token())
    return _without_sessions(_to_page())


@area.page("/in-person/back", access=ANYBODY, post=True)
def take_back() -> Response | tuple[str, HTTPStatus]:
    """Give the browser back to its person, who gives their password."""
    lent = _lent()
    if lent is None:
        return _to_page()
    try:
        _take_back(lent, request.form.get("password", ""))
    except WrongPassword as refusal:
        said = gettext("Пароль не подходит. Проверьте раскладку и попробуйте ещё раз.")
        return _page(lent, problem=said), status_of(refusal)
    except TooManyAttempts as refusal:
        return _page(lent, problem=refusal.text(gettext)), status_of(refusal)
    with tools().read() as session:
        papers = meeting(session, lent.dispatch_id, now=tools().clock()).papers
    home = url_for("document.show", document_id=papers[0].id)
    return _without_sessions(redirect(home, HTTPStatus.SEE_OTHER))


def browser_is_lent() -> bool:
    """Tell whether this browser was handed over: then even the page for logging in leads to the lock."""
    return bool(request.cookies.get(cookie_name())) and _lent() is not None


def _take_back(lent: Lent, password: str) -> None:
    """Check the password as the login does: its limits hold here too."""
    place = client_address()
    with tools().read() as session:
        if refused := refuse_guess(session, lent.host_email, address=place, now=tools().clock()):
            raise refused
        checked = check_password(session, lent.host_email, password)
    if checked.user_id is None:
        with tools().work() as work:
            count_guess(work, lent.host_email, address=place, device=client_device())
        raise WrongPassword
    with tools().work() as work:
        take_device_back(work, _token(), checked, **origin())


def _lent() -> Lent | None:
    token = _token()
    if not token:
        return None
    with tools().read() as session:
        return lent_browser(session, token, now=tools().clock())


def _page(lent: Lent, problem: str = "") -> str:
    with tools().read() as session:
        found = meeting(session, lent.dispatch_id, now=tools().clock())
    return render_template(
        "signing/in_person.html",
        lent=lent,
        meeting=found,
        problem=problem,
        words=words,
        reading=str(get_locale()),
        refresh=REFRESH_S,
    )


def _without_sessions(response: Response) -> Response:
    """Forget what anybody had open here beside the lock: the next person must not find it."""
    opened = (signing_cookie(""), my_cookie())
    for name in request.cookies:
        if name.startswith(opened):
            response.delete_cookie(
                name, path="/", secure=tools().settings.secure, httponly=True, samesite="Lax"
            )
    return response


def _to_page() -> Response:
    return redirect(url_for("in_person.page"), HTTPStatus.SEE_OTHER)


def _token() -> str:
    token = request.cookies.get(cookie_name(), "")
    if not token and request.method == "POST":
        raise Unauthenticated
    return token
