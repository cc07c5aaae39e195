"""Who is at the other end: the cookie of a signing session, the address and the device."""

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from api.context import client_address, client_device, tools
from docsvc.actions.open_link import SESSION_LASTS
from signing.values import clean

MOST_SESSIONS = 200


def cookie_name(document_id: str) -> str:
    """Return the cookie of one document's session: two links may be open in one browser.

    `__Host-` cookies exist on https only; plain http is allowed on loopback only.
    """
    prefix = "__Host-" if tools().settings.secure else ""
    return f"{prefix}docsvc-signing-{document_id}"


def session_tokens() -> tuple[str, ...]:
    """Return the tokens of all sessions in this browser, whatever documents they are at."""
    named = cookie_name("")
    found = {value for name, value in request.cookies.items() if name.startswith(named)}
    return tuple(sorted(found))[:MOST_SESSIONS]


def keep_session(response: Response, session_token: str, *, document_id: str) -> None:
    """Put a session's token into the cookie of a document."""
    response.set_cookie(
        cookie_name(document_id),
        session_token,
        max_age=SESSION_LASTS // timedelta(seconds=1),
        secure=tools().settings.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def session_token(document_id: str) -> str:
    """Return the token of this browser's session at a document, or an empty one, which opens nothing."""
    return request.cookies.get(cookie_name(document_id), "")


def origin() -> dict[str, str]:
    """Return the address and device that an act is recorded with."""
    return {"address": client_address(), "device": clean(client_device())}
