"""The page of a document and the inbox, drawn with everything that surrounds a document under approval."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.language import current_day
from api.web.typed import NOTHING_TYPED, Typed
from docsvc.errors import (
    BadInput,
    CommentRequired,
    ConditionsRequired,
    CriteriaUnmet,
    FactsDrifted,
    JustificationRequired,
    NoApprover,
    RouteUnclear,
    RuleUnclear,
    UnknownRate,
)
from docsvc.queries.document import one_document
from docsvc.queries.inbox import inbox, since_last_time
from docsvc.queries.own_signing import to_sign
from docsvc.queries.remarks import questions_for
from docsvc.queries.review import review

MENDABLE = (
    BadInput,
    CommentRequired,
    ConditionsRequired,
    CriteriaUnmet,
    FactsDrifted,
    JustificationRequired,
    NoApprover,
    RouteUnclear,
    RuleUnclear,
    UnknownRate,
)
"""Refusals that the person may mend on the page itself, with what they typed still there."""


def document_page(document_id: str, *, problem: str = "", typed: Typed = NOTHING_TYPED) -> str:
    """Draw the page of a document; `problem` tells why an act was refused, and nothing typed is lost."""
    person, blobs = actor(), tools().blobs
    with tools().read() as session:
        found = one_document(session, person, document_id)
        around = review(session, blobs, person, document_id, today=current_day(), now=tools().clock())
        since = since_last_time(session, blobs, person, document_id=document_id)
    return render_template(
        "document.html", document=found, review=around, since=since, problem=problem, typed=typed
    )


def inbox_page(document_id: str | None, *, problem: str = "", typed: Typed = NOTHING_TYPED) -> str:
    """Draw the inbox with a document open beside the list; without one, with the first that waits."""
    person, blobs = actor(), tools().blobs
    with tools().read() as session:
        waiting = inbox(session, person)
        shown = document_id or (waiting[0].id if waiting else None)
        found = one_document(session, person, shown) if shown else None
        around = (
            review(session, blobs, person, shown, today=current_day(), now=tools().clock()) if shown else None
        )
        since = since_last_time(session, blobs, person, document_id=shown) if shown else None
        questions = questions_for(session, person)
        signing = len(to_sign(session, person, now=tools().clock()))
    return render_template(
        "inbox.html",
        waiting=waiting,
        questions=questions,
        signing=signing,
        document=found,
        review=around,
        since=since,
        chosen=document_id is not None,
        problem=problem,
        typed=typed,
    )


def next_in_inbox() -> str:
    """Return the address of the next document that waits for the person, or of the empty inbox."""
    with tools().read() as session:
        rest = inbox(session, actor())
    return url_for("inbox.show", document_id=rest[0].id) if rest else url_for("inbox.index")


def back_to(document_id: str, words: str) -> Response:
    """Say what was done on the page of the document that it was done to."""
    flash(words, "success")
    return redirect(url_for("document.show", document_id=document_id), HTTPStatus.SEE_OTHER)
