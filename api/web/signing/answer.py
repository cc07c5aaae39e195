"""What a recipient answers: a code is asked for, everything is signed, accepted or declined."""

from flask import request
from flask_babel import gettext

from api.context import tools
from api.web.signing.asking import asking_of, unfilled
from api.web.signing.blueprint import blueprint
from api.web.signing.document import agreement_for
from api.web.signing.given import shown, will_of
from api.web.signing.replying import Reply, answer
from api.web.signing.visitor import origin, session_token
from api.web.signing.words import consent
from docsvc.actions.accept_document import accept_document
from docsvc.actions.decline_document import decline_document
from docsvc.actions.request_code import request_code
from docsvc.actions.sign_document import sign_document
from docsvc.model import Act, Channel, Level
from docsvc.model.will import LookKind
from docsvc.queries.recipient import RecipientView


@blueprint.post("/sign/<document_id>/code")
def code(document_id: str) -> Reply:
    """Send a code, once everything else is filled in, and ask for it; `by` chooses how it is sent."""

    def act(_view: RecipientView) -> None:
        by = Channel.EMAIL if request.form.get("by") == Channel.EMAIL else None
        with tools().work() as work:
            request_code(work, session_token(document_id), document_id=document_id, **origin(), channel=by)

    return answer(document_id, act, check=_unready, again=True)


@blueprint.post("/sign/<document_id>/sign")
def sign(document_id: str) -> Reply:
    """Sign all that is asked, with one code, or with signatures made outside."""

    def act(view: RecipientView) -> None:
        asking = asking_of(view, {})
        if asking is None:
            return
        will = will_of(view, asking)
        with tools().work() as work:
            refusal = sign_document(
                work, session_token(document_id), document_id=document_id, will=will, **origin()
            )
        if refusal is not None:  # the failed try is committed by now
            raise refusal

    return answer(document_id, act, check=_unsigned)


@blueprint.post("/sign/<document_id>/accept")
def accept(document_id: str) -> Reply:
    """Accept all that is offered."""

    def act(view: RecipientView) -> None:
        asking = asking_of(view, {})
        if asking is None:
            return
        agreed = consent(Act.ACCEPT, several=asking.several) if request.form.get("consent") else ""
        with tools().work() as work:
            accept_document(
                work,
                session_token(document_id),
                document_id=document_id,
                consent=agreed,
                shown=shown(asking, document_id),
                **origin(),
            )

    return answer(document_id, act)


@blueprint.post("/sign/<document_id>/decline")
def decline(document_id: str) -> Reply:
    """Decline, with a reason."""

    def act(_view: RecipientView) -> None:
        reason = request.form.get("reason", "")
        with tools().work() as work:
            decline_document(
                work, session_token(document_id), document_id=document_id, reason=reason, **origin()
            )

    return answer(document_id, act)


def _unready(view: RecipientView) -> dict[str, str]:
    """Return what is still to be filled in before a code is worth sending, by field."""
    asking = asking_of(view, {})
    if asking is None:
        return {}
    return unfilled(asking, request.form) | _unwilling(view) | _unlike(view)


def _unwilling(view: RecipientView) -> dict[str, str]:
    form, errors = request.form, {}
    agreement, accepted = agreement_for(view)
    if agreement is not None and not accepted and form.get("agreement") != agreement.sha256:
        errors["agreement"] = gettext("Отметьте, что принимаете соглашение: без него подписать нельзя.")
    if not form.get("consent"):
        errors["consent"] = gettext("Отметьте согласие: без него подпись не будет иметь силы.")
    return errors


def _unlike(view: RecipientView) -> dict[str, str]:
    """Return what the signature itself lacks."""
    form = request.form
    match form.get("how", LookKind.TYPED):
        case _ if view.level is Level.QUALIFIED:
            return {}
        case LookKind.DRAWN if not form.get("strokes"):
            return {"strokes": gettext("Распишитесь в рамке или впишите имя.")}
        case LookKind.PICTURE if not request.files.get("picture"):
            return {"picture": gettext("Выберите файл с подписью или впишите имя.")}
        case LookKind.TYPED if not form.get("typed", "").strip():
            return {"typed": gettext("Напишите фамилию, имя и отчество: это ваша подпись.")}
        case _:
            return {}


def _unsigned(view: RecipientView) -> dict[str, str]:
    """Return what is still to be filled in before signing, by field."""
    errors = _unready(view)
    if view.level is not Level.QUALIFIED and view.code_sent_at is not None and not _code():
        errors["code"] = gettext("Введите 6 цифр из письма.")
    return errors


def _code() -> str:
    return request.form.get("code", "").strip()
