"""One table from a refusal to its HTTP status: problem+json for programs, a plain page for people."""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as WerkzeugResponse

from api.error_page import advice, error_page
from api.security import MACHINE_PATHS
from api.told import told, told_label, told_problems, told_reason
from api.web.session_over import kept_form, may_be_kept
from api.web.words import KINDS, STATES, Sign
from docsvc import errors
from docsvc.observe import logs
from storage import BlobCorrupt, BlobMissing, StorageError

log = logs.logger(__name__)

STATUS: dict[type[errors.DocsvcError], HTTPStatus] = {
    errors.DocsvcError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BadConfiguration: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.NotInitialised: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.AlreadyInitialised: HTTPStatus.CONFLICT,
    errors.DatabaseUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DatabaseLost: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.NoRoomLeft: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.FilesUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.FileDamaged: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.SchemaNewer: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UpgradeBlocked: HTTPStatus.CONFLICT,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.WrongPassword: HTTPStatus.UNAUTHORIZED,
    errors.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    errors.KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.WrongMove: HTTPStatus.CONFLICT,
    errors.StalePage: HTTPStatus.CONFLICT,
    errors.AlreadyDecided: HTTPStatus.CONFLICT,
    errors.AlreadyActed: HTTPStatus.CONFLICT,
    errors.NotYourTurn: HTTPStatus.CONFLICT,
    errors.CommentRequired: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotRendered: HTTPStatus.CONFLICT,
    errors.LinkInvalid: HTTPStatus.NOT_FOUND,
    errors.WrongCode: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ConsentRequired: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BadInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FieldsMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NoTemplate: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NoRecipients: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SecretLost: HTTPStatus.CONFLICT,
    errors.SecretUnfit: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SetupIncomplete: HTTPStatus.CONFLICT,
    errors.SealCertificateExpired: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SealCertificateUnfit: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SealChainUnreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SealKeyForeign: HTTPStatus.CONFLICT,
    errors.SealKeyKnown: HTTPStatus.CONFLICT,
    errors.SealKeyLocked: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SealKeyMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SealKeyRevoked: HTTPStatus.CONFLICT,
    errors.TemplateRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TemplateFaulty: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotTried: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotDraft: HTTPStatus.CONFLICT,
    errors.DraftExists: HTTPStatus.CONFLICT,
    errors.ShippedTemplate: HTTPStatus.CONFLICT,
    errors.NoteRequired: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.WrongVersion: HTTPStatus.CONFLICT,
    errors.EditRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotConfirmed: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NoWordFile: HTTPStatus.CONFLICT,
    errors.NotComparable: HTTPStatus.CONFLICT,
    errors.RouteRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RouteUnclear: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RuleUnclear: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnknownRate: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NoApprover: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.OwnApproval: HTTPStatus.FORBIDDEN,
    errors.JustificationRequired: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotRunning: HTTPStatus.CONFLICT,
    errors.ConditionsUnanswered: HTTPStatus.CONFLICT,
    errors.CannotStandIn: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.QuorumKept: HTTPStatus.CONFLICT,
    errors.ConditionsRequired: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.CriteriaUnmet: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FactsDrifted: HTTPStatus.CONFLICT,
    errors.RecipientReplaced: HTTPStatus.CONFLICT,
    errors.NoLongerNeeded: HTTPStatus.CONFLICT,
    errors.SignatureNotOffered: HTTPStatus.CONFLICT,
    errors.VersionSpent: HTTPStatus.CONFLICT,
    errors.MayNotDelegate: HTTPStatus.FORBIDDEN,
    errors.BadCalendar: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BadDetached: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DetachedDoubtful: HTTPStatus.CONFLICT,
    errors.AuthorityNotInForce: HTTPStatus.CONFLICT,
    errors.AuthorityOver: HTTPStatus.CONFLICT,
    errors.WrongAccessCode: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.AccessCodeRequired: HTTPStatus.CONFLICT,
    errors.WrongPin: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SendingOver: HTTPStatus.CONFLICT,
    errors.SignsNoMore: HTTPStatus.CONFLICT,
    errors.HasAnswered: HTTPStatus.CONFLICT,
    errors.PdfRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.MadeFromTemplate: HTTPStatus.CONFLICT,
    errors.MadeElsewhere: HTTPStatus.CONFLICT,
    errors.PlacesSettled: HTTPStatus.CONFLICT,
    errors.NotForMany: HTTPStatus.CONFLICT,
    errors.IsCopy: HTTPStatus.CONFLICT,
    errors.BaseChanged: HTTPStatus.CONFLICT,
}
"""Every error of docsvc has a row; a house test keeps it so."""


RETRY_SECONDS = 5
"""A database that was restarted is back by then."""

REASONED = (errors.BadCalendar, errors.TemplateRefused, errors.NotComparable, errors.BadConfiguration)
"""Refusals whose parameters are sentences of ours."""

TYPED = ("comment", "reason", "text", "justification", "accept_reason")
"""Fields in which a person writes at length: with a refusal they get back what they typed."""


def status_of(error: errors.DocsvcError) -> HTTPStatus:
    """Return the status of a refusal: that of its own class, or of the nearest one above it."""
    return next(STATUS[each] for each in type(error).__mro__ if each in STATUS)


def init_errors(app: Flask) -> None:
    """Answer every refusal and every failure in the form that the caller reads."""
    app.register_error_handler(errors.DocsvcError, _refused)
    app.register_error_handler(StorageError, _without_files)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """Return an RFC 9457 problem. `code` names the reason for programs, `detail` says it to people."""
    about = {"type": f"urn:docsvc:problem:{code}", "title": code, "status": int(status), "code": code}
    body = current_app.json.dumps(about | {"detail": detail} | more)
    return Response(body, status=int(status), mimetype="application/problem+json")


def words_of(error: errors.DocsvcError) -> str:
    """Return the refusal in the reader's language, its states and kinds in words too."""
    if type(error).text is not errors.DocsvcError.text:
        return error.text(lambda words: str(_(words)))
    tables: dict[str, dict[Any, Sign]] = {"state": {**STATES}, "kind": {**KINDS}}
    known = {
        name: str(table[value].word)
        for name, table in tables.items()
        if (value := error.params.get(name)) in table
    }
    if isinstance(error, errors.BadInput):
        known["summary"] = told_problems(error.problems, paths=_for_programs())
    if isinstance(error, REASONED):
        known |= {name: told_reason(text) for name, text in error.params.items() if isinstance(text, str)}
    if isinstance(error, errors.FieldsMissing):
        known["summary"] = ", ".join(told_label(label) for _path, label in error.fields)
    params = {name: told(value) if isinstance(value, str) else value for name, value in error.params.items()}
    return str(_(error.message) % (params | known))


def _refused(error: errors.DocsvcError) -> WerkzeugResponse:
    status, detail = status_of(error), words_of(error)
    if _for_programs():
        return _with_retry(problem(status, error.code, detail, **_fields(error)), error)
    if isinstance(error, errors.Unauthenticated):
        if may_be_kept():
            return kept_form()
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("login.form", next=back), HTTPStatus.SEE_OTHER)
    typed = next((text for name in TYPED if (text := request.form.get(name))), "")
    return _with_retry(error_page(status, detail, typed=typed), error)


def _without_files(error: StorageError) -> WerkzeugResponse:
    """Tell a store that is away from a file that is lost; which one stands in the log."""
    log.error("request_failed", route=request.endpoint or "unknown", exc_info=error)
    is_lost = isinstance(error, BlobMissing | BlobCorrupt)
    return _refused(errors.FileDamaged() if is_lost else errors.FilesUnavailable())


def _expired_form(_error: CSRFError) -> WerkzeugResponse:
    return error_page(
        HTTPStatus.BAD_REQUEST,
        _(
            "Форма устарела или открыта с другого сайта, поэтому ничего не изменилось. "
            "Вернитесь, обновите страницу и повторите.",
        ),
    )


def _http(error: HTTPException) -> WerkzeugResponse:
    if isinstance(error.response, WerkzeugResponse):
        return error.response
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    code = status.phrase.lower().replace(" ", "-")
    answer = problem(status, code, advice(status)) if _for_programs() else error_page(status, advice(status))
    answer.headers.extend([each for each in error.get_headers() if each[0] in {"Allow", "Retry-After"}])
    return answer


def _failed(error: Exception) -> WerkzeugResponse:
    """Keep the traceback in the log, without the address: a path may hold a recipient's link."""
    log.error("request_failed", route=request.endpoint or "unknown", exc_info=error)
    return _http(InternalServerError())


def _for_programs() -> bool:
    return request.path.startswith(MACHINE_PATHS)


def _fields(error: errors.DocsvcError) -> dict[str, Any]:
    match error:
        case errors.BadInput():
            return {"errors": [{"path": path, "detail": told_reason(text)} for path, text in error.problems]}
        case errors.FactsDrifted():
            rows = [
                {"label": told_label(label), "before": told_reason(old), "now": told_reason(now)}
                for label, old, now in error.differences
            ]
            return {"digest": error.digest, "differences": rows}
        case errors.RouteRefused():
            return {"errors": [{"path": each.place, "detail": told(each.words())} for each in error.findings]}
        case errors.FieldsMissing():
            return {"errors": [{"path": path, "detail": told_label(label)} for path, label in error.fields]}
        case _:
            return {}


def _with_retry(response: Response, error: errors.DocsvcError) -> Response:
    if isinstance(error, errors.TooManyAttempts):
        response.headers["Retry-After"] = str(int(str(error.params.get("minutes", 1))) * 60)
    if isinstance(error, errors.DatabaseUnavailable | errors.FilesUnavailable):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
