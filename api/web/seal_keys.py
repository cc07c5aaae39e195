"""The organisation's seal: the key that signs now, a new one, those before it."""

from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from docsvc.access import Right
from docsvc.errors import BadInput, DocsvcError
from docsvc.queries.seal_keys import ends_soon, seal_key_rows
from signing import RevocationReason

area = Area("seal", __name__, url_prefix="/settings/seal")


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """Show the current key, and how to change it."""
    return _page()


@area.page("/renew", access=Right.ADMINISTER, post=True)
def renew() -> Response:
    """Issue a new certificate by our own authority."""
    from docsvc.actions.renew_seal import renew_seal

    keys = tools().keys
    with tools().work() as work:
        renew_seal(work, actor=actor(), keys=keys)
    flash(_("Новый сертификат выпущен: следующие документы заверит он. Прежние остались в силе."), "success")
    return redirect(url_for("seal.index"), HTTPStatus.SEE_OTHER)


@area.page("", access=Right.ADMINISTER, post=True)
def add() -> Response | tuple[str, HTTPStatus]:
    """Seal by a certificate that was bought, from now on."""
    from docsvc.actions.add_seal_key import add_seal_key

    keys = tools().keys
    try:
        with tools().work() as work:
            add_seal_key(
                work,
                actor=actor(),
                keys=keys,
                store=_file("store"),
                phrase=request.form.get("passphrase", ""),
                chain=_file("chain"),
            )
    except DocsvcError as refusal:
        return _page(problem=words_of(refusal)), status_of(refusal)
    flash(_("Сертификат проверен на пустой странице и принят: следующие документы заверит он."), "success")
    return redirect(url_for("seal.index"), HTTPStatus.SEE_OTHER)


@area.page("/<key_id>/revoke", access=Right.ADMINISTER, post=True)
def revoke(key_id: str) -> Response | tuple[str, HTTPStatus]:
    """Revoke a key of our own; where it is the one that signs, another one takes over."""
    from docsvc.actions.revoke_seal import revoke_seal

    keys = tools().keys
    try:
        since = _moment(request.form.get("since", ""))
        reason = _reason(request.form.get("reason", ""))
        with tools().work() as work:
            revoke_seal(work, key_id, actor=actor(), keys=keys, reason=reason, since=since)
    except DocsvcError as refusal:
        return _page(problem=words_of(refusal)), status_of(refusal)
    flash(_("Ключ отозван: список отозванных уже на странице для получателей."), "success")
    return redirect(url_for("seal.index"), HTTPStatus.SEE_OTHER)


def _moment(text: str) -> datetime | None:
    """Read a local date and time of a form; None for now."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=tools().settings.timezone)
    except ValueError as error:
        raise BadInput([("since", _("нужны дата и время"))]) from error


def _reason(text: str) -> RevocationReason:
    try:
        return RevocationReason(text)
    except ValueError as error:
        raise BadInput([("reason", _("выберите причину"))]) from error


def _file(name: str) -> bytes:
    found = request.files.get(name)
    return found.read() if found else b""


def _page(problem: str = "") -> str:
    settings, now = tools().settings, tools().clock()
    with tools().read() as session:
        rows = seal_key_rows(session, actor())
        ending = ends_soon(session, now)
    current, earlier = (rows[0], rows[1:]) if rows and rows[0].retired_at is None else (None, rows)
    return render_template(
        "seal.html",
        current=current,
        earlier=earlier,
        days=(ending.until - now).days if ending else None,
        tsa=urlsplit(settings.tsa_url or "").hostname,  # the address may hold a password
        tsa_known=bool(settings.tsa_roots),
        problem=problem,
        now=now.astimezone(settings.timezone),
    )
