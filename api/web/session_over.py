"""A form that came after the session was over: its words are given back, to be sent after logging in."""

from http import HTTPStatus

from flask import Response, render_template, request

from api.error_page import OUTSIDE

LENT = "/in-person"
"""Pages of a device that is handed round: nobody there has a login."""

SECRETS = ("pass", "pin")
"""Parts of names of fields that are never given back."""


def may_be_kept() -> bool:
    """Tell whether the request is a form of our own pages that would otherwise be lost.

    Whoever reaches this has shown the form's own token: no other site can have words shown here.
    """
    return (
        request.method == "POST"
        and bool(_fields())
        and "HX-Request" not in request.headers
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and not request.path.startswith((*OUTSIDE, LENT))
    )


def kept_form() -> Response:
    """Ask to log in in another tab and to send the form again from here; files have to be chosen anew."""
    fields = _fields()
    files = any(file.filename for file in request.files.values())
    typed = max((text for _name, text in fields if " " in text), key=len, default="")
    page = render_template(
        "session_over.html", fields=fields, files=files, typed=typed, address=request.full_path.rstrip("?")
    )
    return Response(page, status=HTTPStatus.UNAUTHORIZED, mimetype="text/html")


def _fields() -> list[tuple[str, str]]:
    return [
        (name, text)
        for name, text in request.form.items(multi=True)
        if name != "csrf_token" and not any(part in name for part in SECRETS)
    ]
