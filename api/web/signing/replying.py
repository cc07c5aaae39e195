"""The way of every answer: act and lead on, or show the form again with what has to be mended."""

from collections.abc import Callable, Mapping

from flask import redirect, request, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from api.errors import status_of
from api.told import as_sentence
from api.web.signing.document import Form, load, page, speaks
from docsvc.errors import (
    AccessCodeRequired,
    AlreadyActed,
    BadDetached,
    BadInput,
    CommentRequired,
    ConsentRequired,
    DetachedDoubtful,
    DocsvcError,
    NoLongerNeeded,
    NotYourTurn,
    RecipientReplaced,
    TooManyAttempts,
    WrongAccessCode,
    WrongCode,
    WrongMove,
)
from docsvc.queries.recipient import RecipientView

Reply = Response | tuple[str, int]

_SHOWN_BY_THE_PAGE = (
    AccessCodeRequired,
    AlreadyActed,
    NoLongerNeeded,
    NotYourTurn,
    RecipientReplaced,
    WrongMove,
)
"""Refusals that the page itself explains best: it shows how things stand now."""
_UNKEPT = frozenset({"csrf_token", "code", "shown", "access"})
_RENAMED = {"drawn": "strokes", "name": "to-name", "email": "to-email", "position": "to-position"}
_LONGEST_KEPT = 300_000


def answer(
    document_id: str,
    act: Callable[[RecipientView], None],
    *,
    check: Callable[[RecipientView], dict[str, str]] = lambda _view: {},
    again: bool = False,
    mended: Mapping[str, str] | None = None,
) -> Reply:
    """Act and lead on to the page, or show the form again; nothing typed is lost.

    `again` shows the form after success too: the next step is in it. `mended` renames what a refusal names.
    """
    view = load(document_id)
    values = typed()
    with force_locale(speaks(view)):
        if errors := check(view):
            return page(view, Form(values, errors)), status_of(BadInput([]))
        try:
            act(view)
        except _SHOWN_BY_THE_PAGE:
            return to_page(document_id)
        except DocsvcError as error:
            names = _RENAMED | dict(mended or {})
            doubtful = isinstance(error, DetachedDoubtful)
            form = Form(values, _errors(error, names), doubtful=doubtful)
            return page(load(document_id), form), status_of(error)
        return _once_more(view, values) if again else to_page(document_id)


def _once_more(before: RecipientView, values: Mapping[str, str]) -> Reply:
    """Show the form with its next step; who asked for another code is told whether one went out."""
    view = load(before.document_id)
    resent = None if before.code_sent_at is None else view.code_sent_at != before.code_sent_at
    return page(view, Form(values, resent=resent)), 200


def to_page(document_id: str) -> Response:
    """Lead to the page of the document."""
    return redirect(url_for("signing.document", document_id=document_id), 303)


def typed() -> dict[str, str]:
    """Return what was typed and ticked: the last value of each name."""
    return {
        name: value
        for name, value in request.form.items()
        if name not in _UNKEPT and len(value) < _LONGEST_KEPT
    }


def _errors(error: DocsvcError, names: Mapping[str, str]) -> dict[str, str]:
    """Place a refusal at the field that it is about."""
    text = error.text(gettext)
    match error:
        case WrongCode() | WrongAccessCode() | TooManyAttempts():
            return {names.get("code", "code"): text}
        case BadDetached() | DetachedDoubtful():
            return {"detached": text}
        case CommentRequired():
            return {"reason": gettext("Напишите причину: её увидит отправитель.")}
        case ConsentRequired():
            return {"consent": text}
        case BadInput():
            return {_id(path, names): as_sentence(words) for path, words in error.problems}
        case _:
            return {"form": text}


def _id(path: str, names: Mapping[str, str]) -> str:
    """Return the id in the page of what a refusal names: `values.<document>.<field>` is `v-…` there."""
    if path.startswith("values."):
        return "v-" + path.removeprefix("values.").replace(".", "-")
    if path.startswith("detached."):
        return path.replace(".", "-")
    return names.get(path, path)
