"""Static files at addresses that name their content: a browser keeps them for a year."""

import gzip
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships no types
from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound

STATIC = Path(__file__).parent / "web" / "static"
YEAR = 365 * 24 * 3600
MEDIA_TYPES = {".mjs": "text/javascript", ".js": "text/javascript"}
ERRORS = 400
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=9),
    "gzip": lambda content: gzip.compress(content, compresslevel=9, mtime=0),
}
"""The best first: of encodings that a browser takes equally, the first wins."""

PACKED = {".css", ".js", ".mjs", ".svg", ".json", ".txt"}


def init_assets(app: Flask) -> None:
    """Serve the static folder under one address that changes with any of its files.

    Scripts import each other by relative addresses, so the hash stands in the path of all of them.
    """
    version = folder_hash(STATIC)

    def asset(name: str) -> str:
        return f"/static/{version}/{name}"

    def serve(version_asked: str, name: str) -> Response:
        response = _packed(name) or send_from_directory(STATIC, name)
        response.cache_control.public = True
        response.cache_control.max_age = YEAR if version_asked == version else 0
        response.cache_control.immutable = version_asked == version
        response.headers["Vary"] = "Accept-Encoding"
        return response

    app.add_url_rule("/static/<version_asked>/<path:name>", "static", serve)
    app.add_url_rule("/favicon.ico", "favicon", lambda: send_from_directory(STATIC, "favicon.svg"))
    app.jinja_env.globals["asset"] = asset
    app.after_request(_pack_page)


def folder_hash(folder: Path) -> str:
    """Hash every file of a folder with its name; 12 hex digits."""
    digest = sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _packed(name: str) -> Response | None:
    """Return a text file packed the best way that the browser takes; None to send it as it is."""
    path = (STATIC / name).resolve()
    encoding = request.accept_encodings.best_match(PACKERS, default="")
    if path.suffix not in PACKED or not encoding:
        return None
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise NotFound
    media_type = MEDIA_TYPES.get(path.suffix) or guess_type(name)[0] or "text/plain"
    response = Response(_pack(path, path.stat().st_mtime_ns, encoding), mimetype=media_type)
    response.headers["Content-Encoding"] = encoding
    return response


def _pack_page(response: Response) -> Response:
    """Pack a page; sizes tell nobody its token: foreign requests come without SameSite cookies."""
    fit = response.mimetype == "text/html" and not response.is_streamed and response.status_code < ERRORS
    if fit and request.accept_encodings.quality("gzip") and "Content-Encoding" not in response.headers:
        response.set_data(gzip.compress(response.get_data(), compresslevel=5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response


@lru_cache(maxsize=128)
def _pack(path: Path, _changed: int, encoding: str) -> bytes:
    content: bytes = PACKERS[encoding](path.read_bytes())
    return content
