"""One table from a refusal to its HTTP status: problem+json for programs, a plain page for people."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as WerkzeugResponse

from api.security import MACHINE_PATHS
from api.web.words import KINDS, STATES, Sign
from docsvc import errors

log = logging.getLogger(__name__)

STATUS: dict[type[errors.DocsvcError], HTTPStatus] = {
    errors.DocsvcError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BadConfiguration: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.NotInitialised: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.AlreadyInitialised: HTTPStatus.CONFLICT,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.WrongPassword: HTTPStatus.UNAUTHORIZED,
    errors.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
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
    errors.SetupIncomplete: HTTPStatus.CONFLICT,
}
"""Every error of docsvc has a row; a house test keeps it so."""


def status_of(error: errors.DocsvcError) -> HTTPStatus:
    """Return the status of a refusal: that of its own class, or of the nearest one above it."""
    return next(STATUS[each] for each in type(error).__mro__ if each in STATUS)


def init_errors(app: Flask) -> None:
    """Answer every refusal and every failure in the form that the caller reads."""
    app.register_error_handler(errors.DocsvcError, _refused)
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
    tables: dict[str, dict[Any, Sign]] = {"state": {**STATES}, "kind": {**KINDS}}
    known = {
        name: str(table[value].word)
        for name, table in tables.items()
        if (value := error.params.get(name)) in table
    }
    return str(_(error.message) % (error.params | known))


def _refused(error: errors.DocsvcError) -> WerkzeugResponse:
    status, detail = status_of(error), words_of(error)
    if _for_programs():
        return _with_retry(problem(status, error.code, detail, **_fields(error)), error)
    if isinstance(error, errors.Unauthenticated):
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("login.form", next=back), HTTPStatus.SEE_OTHER)
    typed = request.form.get("comment") or request.form.get("reason") or ""
    return _with_retry(_page(status, detail, typed=typed), error)


def _expired_form(_error: CSRFError) -> WerkzeugResponse:
    return _page(
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
    answer = problem(status, code, _advice(status)) if _for_programs() else _page(status, _advice(status))
    answer.headers.extend([each for each in error.get_headers() if each[0] in {"Allow", "Retry-After"}])
    return answer


def _failed(error: Exception) -> WerkzeugResponse:
    """Keep the traceback in the log, without the address: a path may hold a recipient's link."""
    log.error("unexpected failure in %s", request.endpoint, exc_info=error)
    return _http(InternalServerError())


def _for_programs() -> bool:
    return request.path.startswith(MACHINE_PATHS)


def _fields(error: errors.DocsvcError) -> dict[str, Any]:
    match error:
        case errors.BadInput():
            return {"errors": [{"path": path, "detail": text} for path, text in error.problems]}
        case errors.FieldsMissing():
            return {"errors": [{"path": path, "detail": label} for path, label in error.fields]}
        case _:
            return {}


def _with_retry(response: Response, error: errors.DocsvcError) -> Response:
    if isinstance(error, errors.TooManyAttempts):
        response.headers["Retry-After"] = str(int(str(error.params.get("minutes", 1))) * 60)
    return response


def _page(status: int, detail: str, *, typed: str = "") -> Response:
    """Say what happened and what to do, on a page that needs no database.

    `typed` is given back to the person; it is not read here: the form may be what could not be read.
    """
    page = render_template(
        "error.html",
        status=int(status),
        title=_title(status),
        detail=detail,
        document_id=_document_at_hand(),
        typed=typed,
    )
    return Response(page, status=int(status), mimetype="text/html")


def _document_at_hand() -> str | None:
    """Return the document whose page the person came from, to lead them back to it."""
    on_a_document = request.method == "POST" and request.path.startswith("/documents/")
    return (request.view_args or {}).get("document_id") if on_a_document else None


def _title(status: int) -> str:
    titles = {
        400: _("Запрос не принят"),
        401: _("Нужно войти"),
        403: _("Сюда нужен другой доступ"),
        404: _("Здесь ничего нет"),
        405: _("Так это не открывается"),
        409: _("Пока вы смотрели, всё изменилось"),
        413: _("Слишком большой запрос"),
        422: _("Нужно поправить"),
        429: _("Слишком часто"),
    }
    return str(titles.get(int(status)) or _("У нас что-то сломалось"))


def _advice(status: int) -> str:
    advice = {
        400: _(
            "Запрос пришёл с другого сайта или повреждён. Ничего не изменилось. Откройте страницу заново."
        ),
        404: _("Адрес неверен или документ вам недоступен. Проверьте ссылку или найдите документ поиском."),
        405: _("Этот адрес открывается кнопкой на странице. Вернитесь и нажмите её."),
        413: _("Данных больше, чем мы принимаем. Ничего не изменилось. Разделите их на части."),
        415: _("Такой формат данных здесь не принимается."),
    }
    fallback = _("Ничего не потеряно. Повторите через минуту; если не поможет, скажите администратору.")
    return str(advice.get(int(status), fallback))
