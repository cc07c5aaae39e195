"""Logging in and out, and the choice of language."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor_or_none, client_address, client_device, cookie_name, safe_next, tools
from api.errors import status_of
from api.language import COOKIE, LANGUAGES
from api.web.area import ANYBODY, Area
from api.web.in_person import browser_is_lent
from docsvc.actions.log_in import LIFETIME, check_password, log_in, refuse_guess
from docsvc.actions.log_out import log_out
from docsvc.errors import DocsvcError, TooManyAttempts, WrongPassword

area = Area("login", __name__)

YEAR = 365 * 24 * 3600


@area.page("/login", access=ANYBODY)
def form() -> str | Response:
    """Ask for e-mail and password; a browser that was handed over leads to its lock instead."""
    if browser_is_lent():
        return redirect(url_for("in_person.page"))
    if actor_or_none() is not None:
        return redirect(safe_next(request.args.get("next")) or url_for("home.index"))
    return _form()


@area.page("/login", access=ANYBODY, post=True)
def enter() -> Response | tuple[str, HTTPStatus]:
    """Check them and open a session."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    token = _token(email, password)
    if isinstance(token, DocsvcError):
        return _form(problem=token.text(_), email=email), status_of(token)
    response = redirect(safe_next(request.form.get("next")) or url_for("home.index"), HTTPStatus.SEE_OTHER)
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(LIFETIME.total_seconds()),
        secure=tools().settings.secure,
        httponly=True,
        samesite="Lax",
    )
    return response


@area.page("/logout", access=ANYBODY, post=True)
def leave() -> Response:
    """End the session."""
    with tools().work() as work:
        log_out(work, request.cookies.get(cookie_name(), ""))
    flash(_("Вы вышли. Всё сохранено."))
    response = redirect(url_for("login.form"), HTTPStatus.SEE_OTHER)
    response.delete_cookie(cookie_name(), secure=tools().settings.secure, httponly=True, samesite="Lax")
    return response


@area.page("/language", access=ANYBODY, post=True)
def speak() -> Response:
    """Keep the chosen language in this browser."""
    response = redirect(safe_next(request.form.get("next")) or url_for("home.index"), HTTPStatus.SEE_OTHER)
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        secure = tools().settings.secure
        response.set_cookie(COOKIE, chosen, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def _token(email: str, password: str) -> str | WrongPassword | TooManyAttempts:
    """Return the token of a new session, or the refusal; whoever is refused anyway costs no hashing."""
    with tools().read() as session:
        refused = refuse_guess(session, email, address=client_address(), now=tools().clock())
        if refused:
            return refused
        checked = check_password(session, email, password)
    with tools().work() as work:
        return log_in(work, checked, address=client_address(), device=client_device())


def _form(problem: str = "", email: str = "") -> str:
    back = safe_next(request.values.get("next")) or ""
    return render_template("login.html", problem=problem, email=email, back=back)
