"""The people: accounts, roles and passwords that are shown once."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, client_address, client_device, tools
from api.errors import status_of, words_of
from api.web.area import EVERYBODY, Area
from api.web.reading import field
from docsvc.access import Right
from docsvc.actions.create_user import create_user
from docsvc.actions.edit_user import Ties, edit_user
from docsvc.actions.log_in import check_password, count_guess, refuse_guess
from docsvc.actions.set_password import set_password
from docsvc.errors import BadInput, CannotStandIn, TooManyAttempts, WrongPassword
from docsvc.model import Role
from docsvc.queries.absences import kept
from docsvc.queries.colleagues import colleagues
from docsvc.queries.people import UserRow, departments, one_person, people

area = Area("users", __name__)

ZONES = (
    *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk"),
    *("Asia/Novosibirsk", "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok"),
    *("Asia/Magadan", "Asia/Kamchatka", "Europe/Minsk", "Asia/Almaty", "Asia/Tashkent", "Asia/Yerevan"),
    *("Asia/Tbilisi", "Asia/Baku", "Asia/Bishkek", "Europe/Istanbul", "Asia/Dubai", "Europe/Belgrade"),
)
"""Zones that are offered; any other is taken too."""


@area.page("/settings/people", access=Right.ADMINISTER)
def index() -> str:
    """List everybody."""
    with tools().read() as session:
        found = people(session, actor())
    return render_template("users.html", people=found)


@area.page("/settings/people/new", access=Right.ADMINISTER)
def new() -> str:
    """Ask who the new person is."""
    return _form(None)


@area.page("/settings/people/new", access=Right.ADMINISTER, post=True)
def create() -> str | tuple[str, HTTPStatus]:
    """Make an account and show its password this once."""
    try:
        with tools().work() as work:
            made = create_user(
                work,
                actor=actor(),
                email=field("email"),
                name=field("name"),
                position=field("position"),
                phone=field("phone"),
                department=field("department"),
                roles=request.form.getlist("roles"),
            )
            edit_user(work, made.id, actor=actor(), **_ties())
    except (BadInput, CannotStandIn) as refusal:
        return _form(None, problem=words_of(refusal)), status_of(refusal)
    return _password(made.id, made.password or "", fresh=True)


@area.page("/settings/people/<user_id>", access=Right.ADMINISTER)
def show(user_id: str) -> str:
    """Show one account."""
    with tools().read() as session:
        found = one_person(session, actor(), user_id)
    return _form(found)


@area.page("/settings/people/<user_id>", access=Right.ADMINISTER, post=True)
def edit(user_id: str) -> Response | tuple[str, HTTPStatus]:
    """Change an account."""
    with tools().read() as session:
        found = one_person(session, actor(), user_id)
    try:
        with tools().work() as work:
            edit_user(
                work,
                user_id,
                actor=actor(),
                name=field("name"),
                position=field("position"),
                phone=field("phone"),
                department=field("department"),
                roles=request.form.getlist("roles"),
                active="active" in request.form,
                **_ties(),
            )
    except (BadInput, CannotStandIn) as refusal:
        return _form(found, problem=words_of(refusal)), status_of(refusal)
    flash(_("Сохранено."), "success")
    return redirect(url_for("users.index"), HTTPStatus.SEE_OTHER)


@area.page("/settings/people/<user_id>/password", access=Right.ADMINISTER, post=True)
def renew(user_id: str) -> str | Response:
    """Give a new random password and show it this once."""
    if user_id == actor().id:
        return redirect(url_for("users.me"), HTTPStatus.SEE_OTHER)
    with tools().work() as work:
        password = set_password(work, user_id, actor=actor())
    return _password(user_id, password or "", fresh=False)


@area.page("/me", access=EVERYBODY)
def me() -> str:
    """Show the person's own page: who they are here, and their password."""
    return _own("")


@area.page("/me", access=EVERYBODY, post=True)
def change_own() -> Response | tuple[str, HTTPStatus]:
    """Change the person's own password."""
    current = request.form.get("current", "")
    try:
        require_current(current)
        with tools().work() as work:
            password = request.form.get("password", "")
            set_password(work, actor().id, actor=actor(), password=password, current=current)
    except (BadInput, WrongPassword, TooManyAttempts) as refusal:
        return _own(words_of(refusal)), status_of(refusal)
    flash(_("Пароль изменён."), "success")
    return redirect(url_for("users.me"), HTTPStatus.SEE_OTHER)


def require_current(password: str) -> None:
    """Raise `WrongPassword`, counted as a guess at the login is, or `TooManyAttempts`.

    A browser that was left open is not a place to guess in.
    """
    with tools().read() as session:
        refused = refuse_guess(session, actor().email, address=client_address(), now=tools().clock())
        if refused:
            raise refused
        checked = check_password(session, actor().email, password)
    if checked.user_id is None:
        with tools().work() as work:
            count_guess(work, actor().email, address=client_address(), device=client_device())
        raise WrongPassword


def _password(user_id: str, password: str, *, fresh: bool) -> str:
    with tools().read() as session:
        found = one_person(session, actor(), user_id)
    return render_template("password.html", user=found, password=password, fresh=fresh)


def _ties() -> Ties:
    """Return whom the person reports to, who stands in for them and where they live."""
    return {name: field(name) for name in ("manager_id", "deputy_id", "timezone") if name in request.form}  # type: ignore[return-value]  # the names of `Ties`


def _own(problem: str) -> str:
    """Show the page of the person who asks; `problem` is that of the new password."""
    with tools().read() as session:
        shown = kept(session, actor(), actor().id, now=tools().clock())
        others = colleagues(session, without=actor().id)
    return render_template("me.html", shown=shown, colleagues=others, password_problem=problem)


def _form(user: UserRow | None, *, problem: str = "") -> str:
    with tools().read() as session:
        known, others = departments(session), colleagues(session, without=user.id if user else "")
        shown = kept(session, actor(), user.id, now=tools().clock()) if user else None
    return render_template(
        "user.html",
        user=user,
        shown=shown,
        colleagues=others,
        roles=tuple(Role),
        departments=known,
        zones=ZONES,
        problem=problem,
    )
