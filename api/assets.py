"""Static files at addresses that name their content: a browser keeps them for a year."""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound

STATIC = Path(__file__).parent / "web" / "static"
YEAR = 365 * 24 * 3600
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


def folder_hash(folder: Path) -> str:
    """Hash every file of a folder with its name; 12 hex digits."""
    digest = sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _packed(name: str) -> Response | None:
    """Return a text file gzipped, when the browser takes it so."""
    path = (STATIC / name).resolve()
    if path.suffix not in PACKED or not request.accept_encodings.quality("gzip"):
        return None
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise NotFound
    response = Response(_gzip(path, path.stat().st_mtime_ns))
    plain = send_from_directory(STATIC, name)
    response.mimetype = plain.mimetype or "text/plain"
    plain.close()
    response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=128)
def _gzip(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
