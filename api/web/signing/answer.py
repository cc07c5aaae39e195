"""What a recipient answers: a code is asked for, the document signed, accepted or declined."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from api.context import tools
from api.errors import status_of
from api.web.signing.blueprint import blueprint
from api.web.signing.document import Form, agreement_for, load, page
from api.web.signing.visitor import origin, session_token
from api.web.signing.words import consent
from docsvc.actions.accept_document import accept_document
from docsvc.actions.decline_document import decline_document
from docsvc.actions.request_code import request_code
from docsvc.actions.sign_document import Offer, Will, sign_document
from docsvc.errors import (
    AlreadyActed,
    BadInput,
    CommentRequired,
    ConsentRequired,
    DocsvcError,
    NotYourTurn,
    StalePage,
    TooManyAttempts,
    WrongCode,
    WrongMove,
)
from docsvc.model import Act
from docsvc.queries.recipient import RecipientView

Reply = Response | tuple[str, int]

_SHOWN_BY_THE_PAGE = (AlreadyActed, WrongMove, NotYourTurn)
"""Refusals that the page itself explains best: it shows how things stand now."""
_KEPT = ("typed", "consent", "agreement", "reason")


@blueprint.post("/sign/<document_id>/code")
def code(document_id: str) -> Reply:
    """Mail a code, once everything else is filled in, and ask for it."""

    def act(_view: RecipientView) -> None:
        with tools().work() as work:
            request_code(work, session_token(document_id), document_id=document_id, **origin())

    return _answer(document_id, act, check=_unfilled, again=True)


@blueprint.post("/sign/<document_id>/sign")
def sign(document_id: str) -> Reply:
    """Sign with the code that came by e-mail."""

    def act(view: RecipientView) -> None:
        will = _will(view)
        with tools().work() as work:
            refusal = sign_document(
                work, session_token(document_id), document_id=document_id, will=will, **origin()
            )
        if refusal is not None:  # the failed try is committed by now
            raise refusal

    return _answer(document_id, act, check=_unsigned)


@blueprint.post("/sign/<document_id>/accept")
def accept(document_id: str) -> Reply:
    """Accept an offer."""

    def act(_view: RecipientView) -> None:
        agreed = consent(Act.ACCEPT) if request.form.get("consent") else ""
        with tools().work() as work:
            accept_document(
                work,
                session_token(document_id),
                document_id=document_id,
                consent=agreed,
                shown_sha256=request.form.get("shown", ""),
                **origin(),
            )

    return _answer(document_id, act)


@blueprint.post("/sign/<document_id>/decline")
def decline(document_id: str) -> Reply:
    """Decline, with a reason."""

    def act(_view: RecipientView) -> None:
        reason = request.form.get("reason", "")
        with tools().work() as work:
            decline_document(
                work, session_token(document_id), document_id=document_id, reason=reason, **origin()
            )

    return _answer(document_id, act)


def _answer(
    document_id: str,
    act: Callable[[RecipientView], None],
    *,
    check: Callable[[RecipientView], dict[str, str]] = lambda _view: {},
    again: bool = False,
) -> Reply:
    """Act and lead on to the page, or show the form again with what has to be mended; nothing typed is lost.

    `again` shows the form after success too: the next step is in it.
    """
    view = load(document_id)
    values = {name: request.form[name] for name in _KEPT if name in request.form}
    with force_locale(view.language):
        if errors := check(view):
            return page(view, Form(values, errors)), status_of(BadInput([]))
        try:
            act(view)
        except _SHOWN_BY_THE_PAGE:
            return _to_page(document_id)
        except (BadInput, CommentRequired, ConsentRequired, StalePage, TooManyAttempts, WrongCode) as error:
            return page(load(document_id), Form(values, _errors(error))), status_of(error)
        return (page(load(document_id), Form(values)), 200) if again else _to_page(document_id)


def _to_page(document_id: str) -> Response:
    return redirect(url_for("signing.document", document_id=document_id), 303)


def _will(view: RecipientView) -> Will:
    agreement, _ = agreement_for(view)
    form = request.form
    return Will(
        typed=form.get("typed", ""),
        code=form.get("code", ""),
        consent=consent(Act.SIGN) if form.get("consent") else "",
        agreement=Offer(agreement.version, agreement.sha256, agreement.text)
        if agreement
        else Offer("", "", b""),
        agreed_sha256=form.get("agreement", ""),
        shown_sha256=form.get("shown", ""),
    )


def _unfilled(view: RecipientView) -> dict[str, str]:
    """Return what is still to be filled in before a code is worth sending, by field."""
    form, errors = request.form, {}
    agreement, accepted = agreement_for(view)
    if agreement is not None and not accepted and form.get("agreement") != agreement.sha256:
        errors["agreement"] = gettext("Отметьте, что принимаете соглашение: без него подписать нельзя.")
    if not form.get("consent"):
        errors["consent"] = gettext("Отметьте согласие: без него подпись не будет иметь силы.")
    if not form.get("typed", "").strip():
        errors["typed"] = gettext("Напишите фамилию, имя и отчество: это ваша подпись.")
    return errors


def _unsigned(view: RecipientView) -> dict[str, str]:
    """Return what is still to be filled in before signing, by field."""
    errors = _unfilled(view)
    if view.code_sent_at is not None and not request.form.get("code", "").strip():
        errors["code"] = gettext("Введите 6 цифр из письма.")
    return errors


def _errors(error: DocsvcError) -> dict[str, str]:
    """Place a refusal at the field that it is about."""
    text = error.text(gettext)
    match error:
        case WrongCode() | TooManyAttempts():
            return {"code": text}
        case CommentRequired():
            return {"reason": gettext("Напишите причину: её увидит отправитель.")}
        case ConsentRequired():
            return {"consent": text}
        case BadInput():
            return {path: words[:1].upper() + words[1:] + "." for path, words in error.problems}
        case _:
            return {"form": text}
