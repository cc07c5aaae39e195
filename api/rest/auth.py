"""Who calls: a bearer key, its scopes and the person it acts for. Cookies are not looked at."""

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from flask import abort, request
from flask_babel import gettext as _

from api.context import client_address, client_device, tools
from api.errors import problem
from docsvc.actions.note_key_use import NOTED_EVERY, note_key_use
from docsvc.errors import Unauthenticated
from docsvc.model.api_scopes import FOR_A_PERSON, ApiScope
from docsvc.queries.key_actor import KnownKey, find_key
from docsvc.work import Actor


def caller(scope: ApiScope) -> Actor:
    """Return who calls; raise `Unauthenticated`, or stop with 403 where the key does not reach so far."""
    with tools().read() as session:
        known = find_key(session, _bearer(), now=tools().clock())
    if known is None:
        raise Unauthenticated
    _note_use(known)
    if scope not in known.actor.scopes:
        detail = _("Ключу не дано право %(scope)s. Выпустите ключ с этим правом.", scope=scope.value)
        abort(problem(HTTPStatus.FORBIDDEN, "scope-missing", detail, scope=scope.value))
    if scope in FOR_A_PERSON and not known.actor.roles:
        detail = _("Ключ действует не от имени сотрудника с ролью, а для документов это нужно.")
        abort(problem(HTTPStatus.FORBIDDEN, "key-without-person", detail))
    return replace(known.actor, address=client_address(), device=client_device())


def _bearer() -> str:
    """Return the key of `Authorization: Bearer …`; an empty one is looked up too and not found."""
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""


def _note_use(known: KnownKey) -> None:
    age = tools().clock() - known.used_at if known.used_at else timedelta.max
    if age >= NOTED_EVERY:
        with tools().work() as work:
            note_key_use(work, known.id)
