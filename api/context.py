"""What a request has at hand: the tools of the installation and who is asking."""

from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, g, request

from docsvc.errors import Unauthenticated
from docsvc.queries.who_is import who_is
from docsvc.tools import Tools
from docsvc.work import Actor

DEVICE_LENGTH = 300


def tools() -> Tools:
    """Return the tools of the running installation."""
    return cast("Tools", current_app.extensions["docsvc"])


def cookie_name() -> str:
    """Return the name of the session's cookie: `__Host-` ties it to this host, and needs https."""
    return "__Host-docsvc" if tools().settings.secure else "docsvc"


def client_address() -> str:
    """Return the address of the browser, as far as the trusted proxies tell it."""
    return request.remote_addr or ""


def client_device() -> str:
    """Return what the browser calls itself, cut to a sane length."""
    return request.user_agent.string[:DEVICE_LENGTH]


def actor_or_none() -> Actor | None:
    """Return who is logged in, looked up once a request."""
    if "actor" not in g:
        g.actor = None  # who says that the database does not answer asks for the reader's language again
        g.actor = _look_up()
    return cast("Actor | None", g.actor)


def actor() -> Actor:
    """Return who is logged in; raise `Unauthenticated`."""
    found = actor_or_none()
    if found is None:
        raise Unauthenticated
    return found


def safe_next(target: str | None) -> str | None:
    """Return a path of ours to go on to, or None: never another site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or any(ord(char) < ord(" ") for char in target) else target


def _look_up() -> Actor | None:
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    with tools().read() as session:
        found = who_is(session, token, now=tools().clock())
    return replace(found, address=client_address(), device=client_device()) if found else None
