"""A person's own documents: a letter's link opens them, no password, nothing changes by looking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from api.context import client_address, tools
from api.errors import status_of
from api.language import language
from api.told import as_sentence
from api.web.signing import words
from api.web.signing.own_words import STANDINGS
from api.web.signing.visitor import keep_session, origin, session_tokens
from docsvc.actions.ask_my_link import ask_my_link
from docsvc.actions.open_my_document import open_my_document
from docsvc.actions.open_my_link import SESSION_LASTS, close_my_page, open_my_link
from docsvc.actions.set_pin import set_my_pin
from docsvc.actions.withdraw_consent import withdraw_consent
from docsvc.errors import BadInput, DocsvcError, LinkInvalid, TooManyAttempts
from docsvc.mail.own_page import letter_of_token
from docsvc.queries.own_page import own_page
from docsvc.work import Work
from signing.errors import MalformedLink

blueprint = Blueprint("mine", __name__, url_prefix="/my")

Reply = Response | str | tuple[str, int]
PIN_SET: Final = "pin"
WITHDRAWN: Final = "withdrawn"
DONE: Final = {PIN_SET, WITHDRAWN}
"""What the page may be told to say was done: the address carries it."""


@blueprint.context_processor
def _reading() -> dict[str, str]:
    """Name the language that the page is written in."""
    return {"reading": str(get_locale())}


@blueprint.get("")
def index() -> Reply:
    """Show the person's documents; who has no session is asked for their e-mail."""
    try:
        return _page()
    except LinkInvalid:
        return render_template("signing/my_ask.html", email="", problem="")


@blueprint.post("")
def ask() -> Reply:
    """Promise the letter with the link; the answer is the same whoever it is."""
    email = request.form.get("email", "")
    try:
        with tools().work() as work:
            refused = ask_my_link(work, email, language=language(), address=client_address())
    except BadInput as error:
        return _asked_again(email, error)
    if refused is not None:  # counted and committed by now
        return _asked_again(email, refused)
    return render_template("signing/my_sent.html", email=email.strip())


@blueprint.get("/<token>")
def link(token: str) -> str:
    """Offer to go on; nothing changes, because mail scanners follow links."""
    try:
        known = letter_of_token(tools().secrets.tokens, token, now=tools().clock())
    except MalformedLink as error:
        raise LinkInvalid from error
    if known is None:
        raise LinkInvalid
    return render_template("signing/my_link.html")


@blueprint.post("/<token>")
def enter(token: str) -> Response:
    """Exchange the link for a session and leave the address that holds the secret."""
    with tools().work() as work:
        opened = open_my_link(work, token, **origin())
    if isinstance(opened, DocsvcError):  # the failed try is committed by now
        raise opened
    response = _to_page()
    response.set_cookie(
        my_cookie(),
        opened.session_token,
        max_age=SESSION_LASTS // timedelta(seconds=1),
        secure=tools().settings.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


@blueprint.post("/open")
def open_document() -> Response:
    """Open one document, or download it, without another link."""
    document_id = request.form.get("document", "")
    with tools().work() as work:
        opened = open_my_document(work, _token(), recipient_id=request.form.get("recipient", ""), **origin())
    if document_id not in opened.document_ids:
        document_id = opened.document_ids[0]
    address = url_for("signing.document", document_id=document_id)
    if request.form.get("download"):
        address = url_for("signing.file", document_id=document_id, download=1)
    response = redirect(address, 303)
    for each in opened.document_ids:
        keep_session(response, opened.session_token, document_id=each)
    return response


@blueprint.post("/pin")
def pin() -> Reply:
    """Set the PIN, given twice."""
    first, second = request.form.get("pin", ""), request.form.get("again", "")

    def act(work: Work) -> None:
        if first != second:
            raise BadInput([("pin", gettext("Коды не совпали: введите один и тот же дважды"))])
        set_my_pin(work, _token(), pin=first, **origin())

    return _done(act, PIN_SET)


@blueprint.post("/consents/<consent_id>/withdraw")
def withdraw(consent_id: str) -> Reply:
    """Take a consent back."""

    def act(work: Work) -> None:
        withdraw_consent(work, _token(), consent_id, **origin())

    return _done(act, WITHDRAWN)


@blueprint.post("/leave")
def leave() -> Response:
    """End the session in this browser."""
    with tools().work() as work:
        close_my_page(work, _token())
    response = _to_page()
    response.delete_cookie(my_cookie(), secure=tools().settings.secure, httponly=True, samesite="Lax")
    return response


@blueprint.errorhandler(LinkInvalid)
def link_invalid(error: LinkInvalid) -> tuple[str, int]:
    """Say the same of every link and session that opens nothing, and offer a fresh one."""
    said = gettext("Ссылка уже не действует: она живёт полчаса. Запросите новую, это недолго.")
    return render_template("signing/my_ask.html", email="", problem=said), status_of(error)


@blueprint.errorhandler(TooManyAttempts)
def too_many(error: TooManyAttempts) -> tuple[str, int]:
    """Say how long to wait."""
    return _asked_again("", error)


def _done(act: Callable[[Work], None], what: str) -> Reply:
    """Act and show the page, which says so; or show what has to be mended."""
    try:
        with tools().work() as work:
            act(work)
    except BadInput as error:
        said = " ".join(as_sentence(text) for _path, text in error.problems)
        return _page(problem=said), status_of(error)
    return redirect(url_for("mine.index", done=what), 303)


def _page(problem: str = "") -> str:
    with tools().read() as session:
        page = own_page(session, _token(), now=tools().clock(), opened=session_tokens())
    done = request.args.get("done", "")
    return render_template(
        "signing/my.html",
        page=page,
        words=words,
        standings=STANDINGS,
        problem=problem,
        done=done if done in DONE else "",
    )


def _asked_again(email: str, error: DocsvcError) -> tuple[str, int]:
    said = error.text(gettext)
    if isinstance(error, BadInput):
        said = gettext("Проверьте адрес почты: например, ivanova@example.ru.")
    return render_template("signing/my_ask.html", email=email, problem=said), status_of(error)


def _to_page() -> Response:
    return redirect(url_for("mine.index"), 303)


def my_cookie() -> str:
    """Return the name of the cookie: `__Host-` ties it to this host, and needs https."""
    return "__Host-docsvc-my" if tools().settings.secure else "docsvc-my"


def _token() -> str:
    return request.cookies.get(my_cookie(), "")
