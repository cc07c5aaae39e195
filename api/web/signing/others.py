"""What else a recipient may do: ask for changes, hand over, come back later, give the access code."""

from flask import request
from flask_babel import force_locale, gettext

from api.context import tools
from api.errors import status_of
from api.web.reading import whole
from api.web.signing.blueprint import blueprint
from api.web.signing.document import Form, load, locked, page, speaks
from api.web.signing.replying import Reply, answer, to_page, typed
from api.web.signing.visitor import origin, session_token
from docsvc.actions.access_code import give_access_code
from docsvc.actions.delegate_signing import delegate_signing
from docsvc.actions.keep_draft import keep_draft
from docsvc.actions.request_changes import request_changes
from docsvc.errors import AlreadyActed, DocsvcError, WrongMove
from docsvc.model.remarks import RemarkInput
from docsvc.queries.recipient import RecipientView

MOST_REMARKS = 50
DELEGATED = ("name", "email", "position", "phone", "access_code", "reason")
_TOO_LATE = (AlreadyActed, WrongMove)
_NEVER_KEPT = ("agreement", "consent", "reason", "changes", "to_", "remark_", "by")
"""A consent is given at the moment of signing, not before; letters to the sender are sent, not kept."""


@blueprint.post("/sign/<document_id>/changes")
def changes(document_id: str) -> Reply:
    """Send the documents back with what should be different, and where."""

    def act(_view: RecipientView) -> None:
        text = request.form.get("changes", "")
        with tools().work() as work:
            request_changes(
                work,
                session_token(document_id),
                document_id=document_id,
                text=text,
                remarks=[each for each in remarks() if each.text.strip()],
                **origin(),
            )

    return answer(document_id, act, check=_wordless, mended={"text": "changes", "текст": "changes"})


@blueprint.post("/sign/<document_id>/delegate")
def delegate(document_id: str) -> Reply:
    """Hand over to a colleague, who gets a link of their own."""

    def act(_view: RecipientView) -> None:
        given = {name: request.form.get(f"to_{name}", "") for name in DELEGATED}
        with tools().work() as work:
            new = delegate_signing(
                work, session_token(document_id), document_id=document_id, **given, **origin()
            )
        if isinstance(new, DocsvcError):  # the wrong try is committed by now
            raise new

    mended = {name: f"to-{name}" for name in DELEGATED} | {"code": "to-access_code"}
    return answer(document_id, act, mended=mended)


@blueprint.post("/sign/<document_id>/draft")
def draft(document_id: str) -> Reply:
    """Keep what is filled in; scripts ask quietly, a person is told."""
    values = {name: value for name, value in typed().items() if value and not name.startswith(_NEVER_KEPT)}
    quiet = "X-Quiet" in request.headers
    try:
        with tools().work() as work:
            keep_draft(work, session_token(document_id), document_id=document_id, values=values)
    except DocsvcError as error:
        if quiet and isinstance(error, _TOO_LATE):
            return "", 204  # the page had sent it before the answer came: there is nothing to keep any more
        if quiet:
            return "", status_of(error)
        raise
    if quiet:
        return "", 204
    view = load(document_id)
    with force_locale(speaks(view)):
        told = gettext("Сохранено. Вернитесь по ссылке из письма, когда будет удобно: всё на месте.")
        return page(view, Form(typed(), told=told)), 200


@blueprint.post("/sign/<document_id>/unlock")
def unlock(document_id: str) -> Reply:
    """Show the documents to whoever knows the access code."""
    with tools().work() as work:
        refusal = give_access_code(
            work, session_token(document_id), code=request.form.get("access", ""), **origin()
        )
    if refusal is None:
        return to_page(document_id)
    return locked(document_id, refusal.text(gettext)), status_of(refusal)


def remarks() -> list[RemarkInput]:
    """Return what the form says about places of the text."""
    rows = zip(*(request.form.getlist(f"remark_{name}") for name in ("page", "quote", "text")), strict=False)
    return [
        RemarkInput(text=text, page=whole(page), quote=quote)
        for page, quote, text in list(rows)[:MOST_REMARKS]
    ]


def _wordless(_view: RecipientView) -> dict[str, str]:
    if request.form.get("changes", "").strip() or any(each.text.strip() for each in remarks()):
        return {}
    return {"changes": gettext("Напишите, что изменить: отправитель увидит ваши слова.")}
