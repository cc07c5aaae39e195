"""What stands around every answer: headers, the CSRF token, the Origin check and the limit of a body."""

from itertools import chain
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from api.context import tools
from docsvc.tools import Tools

LONGEST_BODY = 11 * 1024 * 1024
"""Bytes: a file of 10 MB with its form; a deal of 1,000 lines with long names takes 1 MB."""
LONGEST_FIELD = 2 * 1024 * 1024
"""Bytes: a list of a thousand people that is mended on the page."""

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
MACHINE_PATHS = "/api/"

csrf = CSRFProtect()


def init_security(app: Flask, parts: Tools) -> None:
    """Set up cookies, tokens, headers and limits."""
    secure = parts.settings.secure
    app.config |= {
        "SECRET_KEY": parts.secrets.cookies.hex(),
        "MAX_CONTENT_LENGTH": LONGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LONGEST_FIELD,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "__Host-docsvc-page" if secure else "docsvc-page",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a page may stay open all day: the token lives as long as its session
        "WTF_CSRF_SSL_STRICT": False,  # it reads Referer, which our own policy keeps back
    }
    app.before_request(_refuse_zero_bytes)
    csrf.init_app(app)
    app.before_request(_refuse_foreign_posts)
    app.after_request(_add_headers)
    if proxies := parts.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


def _refuse_zero_bytes() -> None:
    """Refuse what no text of ours holds and PostgreSQL cannot store.

    Where programs call, each value is checked by its own rule, which names it; there are no forms to read.
    """
    if request.path.startswith(MACHINE_PATHS):
        return
    pairs = (request.args, request.form, request.cookies)
    texts = chain([request.path], *(each.items(multi=True) for each in pairs))
    if any("\0" in part for text in texts for part in text):
        raise BadRequest("a zero byte")


def _refuse_foreign_posts() -> None:
    """Refuse a post that a page of another site made.

    Our Referrer-Policy makes browsers send `Origin: null` with a form, so Sec-Fetch-Site speaks for those.
    Source: Fetch Standard, «append a request Origin header».
    """
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.path.startswith(MACHINE_PATHS):
        return
    origin = request.headers.get("Origin", "null")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    ours = {request.host, urlsplit(tools().settings.base_url).netloc}
    if (origin != "null" and urlsplit(origin).netloc not in ours) or site not in {"same-origin", "none"}:
        raise BadRequest("the post comes from another site")


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if tools().settings.secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
