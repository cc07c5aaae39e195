"""The public page where anybody checks a PDF or a package; nothing of it is kept, not even its name."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from flask import render_template, request
from flask_babel import get_locale

from api.context import client_address, tools
from api.errors import status_of
from api.security import csrf
from api.web.signing import words
from api.web.signing.blueprint import blueprint
from docsvc.actions.attempts import Limit, count_failure, network_of, refusal
from docsvc.errors import TooManyAttempts
from docsvc.queries.recorded import Recorded, Which, find_recorded
from docsvc.tools import trusted
from docsvc.verification.apart import check_safely

CHECKS: Final = Limit("verify", most=60, minutes=15)
"""Of one network: each may take a processor for seconds."""

_WHOLE: Final = frozenset({Which.FINAL, Which.LASTING, Which.CERTIFICATE})
"""Files that stand for themselves: checked to their last byte where their hash is recorded here."""

Page = tuple[str, int]


@blueprint.get("/verify")
def verify() -> str:
    """Ask for a file."""
    return render_template("signing/verify.html", report=None)


@blueprint.post("/verify")
def verify_given() -> Page:
    """Check the file that was given, and tell what was found."""
    given = _read("file")
    if not given:
        return render_template("signing/verify.html", report=None, missing=True), HTTPStatus.BAD_REQUEST
    if refused := _too_often():
        page = render_template("signing/verify.html", report=None, minutes=refused.params["minutes"])
        return page, status_of(refused)
    with tools().read() as session:
        recorded = find_recorded(session, hashlib.sha256(given).hexdigest())
    report = _check(given, recorded)
    return render_template(
        "signing/verify.html", report=report, recorded=recorded, words=words
    ), HTTPStatus.OK


csrf.exempt(verify_given)  # it acts on nothing and knows nobody: a forged post only shows an answer


def _check(given: bytes, recorded: Recorded | None) -> Mapping[str, Any]:
    whole = recorded is not None and recorded.which in _WHOLE
    return check_safely(
        given,
        trusted=replace(trusted(tools()), known_at=recorded.known_at if recorded else None),
        certificate=_read("certificate") or None,
        sha256=hashlib.sha256(given).hexdigest() if whole else None,
        language=str(get_locale()),
        zone=tools().settings.timezone,
    ).plain()


def _read(name: str) -> bytes:
    found = request.files.get(name)
    return found.read() if found else b""


def _too_often() -> TooManyAttempts | None:
    network = network_of(client_address())
    with tools().work() as work:
        if refused := refusal(work, CHECKS, network):
            return refused
        count_failure(work, CHECKS, network)
    return None
