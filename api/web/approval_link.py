"""Deciding from a letter: GET shows who asks, POST lets in, and one page is there to read and decide on.

The cookie opens this task and nothing else: no other page reads it.
"""

from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask_babel import force_locale, get_locale
from werkzeug.wrappers import Response as Reply

from api.context import tools
from api.errors import status_of, words_of
from api.language import current_day
from api.web.approval_form import Form, placed, read_answer, with_errors
from api.web.approval_terms import approval_terms
from api.web.in_person import browser_is_lent
from api.web.signing import words
from api.web.signing.visitor import origin
from api.web.words import ROLES, STATES, VERDICTS
from docsvc.actions.approval_link import by_mail, decide_by_link, open_approval_link
from docsvc.actions.record_attachment_read import record_attachment_read
from docsvc.actions.record_view import record_view
from docsvc.errors import (
    AlreadyDecided,
    BadInput,
    CommentRequired,
    ConditionsRequired,
    CriteriaUnmet,
    DocsvcError,
    FactsDrifted,
    LinkInvalid,
    NotFound,
    NotRunning,
    NotYourTurn,
    OwnApproval,
    StalePage,
    WrongMove,
)
from docsvc.model import FOR
from docsvc.queries.approval_link import SESSION_LASTS, read_request
from docsvc.queries.approval_page import ApprovalPage, Standing, approval_page, reader_of
from docsvc.queries.attachments import attached_file

blueprint = Blueprint("approve", __name__, url_prefix="/approve")


@blueprint.before_request
def _leave_a_lent_device() -> Reply | None:
    """Lead back to the lock: whoever was handed a device does not decide for its person."""
    return redirect(url_for("in_person.page"), 303) if browser_is_lent() else None


_SHOWN_BY_THE_PAGE = (AlreadyDecided, NotRunning, NotYourTurn, OwnApproval, StalePage, WrongMove)
"""Refusals that the page itself explains best: it shows how things stand now."""


@blueprint.context_processor
def _reading() -> dict[str, str]:
    """Name the language that the page is written in."""
    return {"reading": str(get_locale())}


@blueprint.get("/<token>")
def link(token: str) -> str:
    """Say who asks and offer to go on; nothing changes, because mail scanners follow links."""
    with tools().read() as session:
        asked = read_request(session, token, **_now())
    with force_locale(asked.language):
        return render_template("approve_link.html", asked=asked, noun=words.NOUN[asked.kind])


@blueprint.post("/<token>")
def enter(token: str) -> Reply:
    """Exchange the link for a session and leave the address that holds the secret."""
    with tools().work() as work:
        opened = open_approval_link(work, token, **origin())
    if isinstance(opened, DocsvcError):  # the failed try is committed by now
        raise opened
    response = redirect(url_for("approve.show", task_id=opened.task_id), 303)
    response.set_cookie(
        _cookie(opened.task_id),
        opened.session_token,
        max_age=SESSION_LASTS // timedelta(seconds=1),
        secure=tools().settings.secure,
        httponly=True,
        samesite="Strict",
        path="/approve",
    )
    return response


@blueprint.get("/at/<task_id>")
def show(task_id: str) -> str:
    """Show the document and what is asked, or what has become of it."""
    view = _load(task_id)
    with force_locale(view.language):
        return _page(view, Form())


@blueprint.get("/at/<task_id>/file.pdf")
def file(task_id: str) -> Response:
    """Give the PDF to whoever decides on it; that it was seen is recorded."""
    with tools().read() as session:
        seat = reader_of(session, _token(task_id), task_id=task_id, **_now())
        document_id, person = seat.document.id, by_mail(seat.actor, **origin())
        blob, name = seat.document.version.rendered_blob, f"{seat.document.number}.pdf"
    if blob is None:
        raise NotFound
    with tools().work() as work:
        record_view(work, document_id, actor=person, what="rendered")
    return _given(blob, name, "application/pdf", download=False)


@blueprint.get("/at/<task_id>/attachments/<attachment_id>")
def attachment(task_id: str, attachment_id: str) -> Response:
    """Give a file that the initiator attached, as a download; that is recorded."""
    with tools().read() as session:
        seat = reader_of(session, _token(task_id), task_id=task_id, **_now())
        document_id, person = seat.document.id, by_mail(seat.actor, **origin())
        found = attached_file(session, person, document_id, attachment_id=attachment_id)
    with tools().work() as work:
        record_attachment_read(work, document_id, actor=person, attachment_id=attachment_id)
    return _given(found.blob, found.name, found.media_type, download=True)


@blueprint.post("/at/<task_id>/decision")
def decide(task_id: str) -> Reply | tuple[str, int]:
    """Take down the person's verdict, or show the form again with what has to be mended."""
    view = _load(task_id)
    with force_locale(view.language):
        try:
            answer = read_answer()
            with tools().work() as work:
                decide_by_link(work, _token(task_id), task_id=task_id, answer=answer, **origin())
        except _SHOWN_BY_THE_PAGE as error:
            return _as_it_stands(task_id, error)
        except (BadInput, CommentRequired, ConditionsRequired, CriteriaUnmet, FactsDrifted) as error:
            return _page(_load(task_id), with_errors(placed(error))), status_of(error)
        return _to_page(task_id)


@blueprint.errorhandler(LinkInvalid)
def link_invalid(error: LinkInvalid) -> tuple[str, int]:
    """Say the same of every link and session that opens nothing."""
    return render_template("approve_invalid.html"), status_of(error)


def _cookie(task_id: str) -> str:
    """Return the cookie of one task's session: two letters may be open in one browser."""
    prefix = "__Secure-" if tools().settings.secure else ""
    return f"{prefix}docsvc-approve-{task_id}"


def _token(task_id: str) -> str:
    return request.cookies.get(_cookie(task_id), "")


def _now() -> dict[str, Any]:
    """Return what every session is looked at with: the key that wrote it, and the time."""
    return {"key": tools().secrets.tokens, "now": tools().clock()}


def _load(task_id: str) -> ApprovalPage:
    today = current_day()
    with tools().read() as session:
        return approval_page(
            session, _token(task_id), task_id=task_id, blobs=tools().blobs, today=today, **_now()
        )


def _given(blob: str, name: str, media_type: str, *, download: bool) -> Response:
    response = send_file(
        BytesIO(tools().blobs.get(blob)), mimetype=media_type, as_attachment=download, download_name=name
    )
    response.headers["Cache-Control"] = "no-store"  # send_file allows a copy to be kept and asked about
    return response


def _page(view: ApprovalPage, form: Form) -> str:
    """Render the page in the locale that is in force."""
    return render_template(
        "approve.html",
        view=view,
        form=form,
        terms=approval_terms(view.sheet) if view.sheet else (),
        asked=view.standing is Standing.ASKED,
        words=words,
        roles=ROLES,
        states=STATES,
        verdicts=VERDICTS,
        verdict_for=FOR,
    )


def _as_it_stands(task_id: str, error: DocsvcError) -> Reply | tuple[str, int]:
    """Lead to the page; while the person is still asked, say there what went wrong."""
    view = _load(task_id)
    if view.standing is not Standing.ASKED:
        return _to_page(task_id)
    return _page(view, with_errors({"form": words_of(error)})), status_of(error)


def _to_page(task_id: str) -> Reply:
    return redirect(url_for("approve.show", task_id=task_id), 303)
