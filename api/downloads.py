"""Files that a browser keeps: named as people name them, in whatever letters."""

from urllib.parse import quote

from flask import Response


def named(response: Response, name: str, *, shown: bool = False) -> Response:
    """Return the response with the file's name; the browser keeps it, or shows it where it can.

    Source: RFC 6266 §4.3 and RFC 8187.
    """
    place = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name, safe='')}"
    return response


def download(content: bytes | str, name: str, *, media_type: str) -> Response:
    """Return a file to keep."""
    return named(Response(content, mimetype=media_type), name)
