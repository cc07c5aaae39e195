"""The page that tells people of a refusal or a failure: what happened, and where to go on."""

from http import HTTPStatus

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from api.health import answers
from api.web import operation_words
from docsvc.health import Finding

OUTSIDE = ("/s/", "/sign/", "/my", "/v/", "/verify", "/trust", "/approve/")
"""Where people are who have no account: our first page would ask them for a password."""

PASSING = (429, 500, 502, 503, 504)
"""What may well be over when the same page is asked for again."""


def error_page(status: int, detail: str, *, typed: str = "") -> Response:
    """Say what happened and what to do, on a page that needs no database.

    `typed` is given back to the person; it is not read here: the form may be what could not be read.
    """
    page = render_template(
        "error.html",
        status=int(status),
        title=_title(status),
        detail=detail,
        document_id=_document_at_hand(int(status)),
        again=_again(int(status)),
        outside=request.path.startswith(OUTSIDE),
        typed=typed,
        ailing=_ailing(int(status)),
        say=operation_words,
    )
    return Response(page, status=int(status), mimetype="text/html")


def _ailing(status: int) -> tuple[Finding, ...]:
    """Return what ails, where the page about the work is asked for and the database is what ails.

    Nobody can be let in then, so it is told to whoever asks: no more than `/readyz` tells.
    """
    if status != HTTPStatus.SERVICE_UNAVAILABLE or request.endpoint != "operations.index":
        return ()
    return tuple(each for each in answers().health.examine() if not each.well and each.blocks)


def _again(status: int) -> tuple[str, str] | None:
    """Return where to try once more, and the words for it: this page itself, or the one with the form."""
    if status not in PASSING:
        return None
    if request.method == "GET":
        return request.full_path.rstrip("?"), _("Обновить")
    document_id = (request.view_args or {}).get("document_id")
    if document_id and request.path.startswith("/sign/"):
        return url_for("signing.document", document_id=document_id), _("Вернуться к документу")
    return None


def _document_at_hand(status: int) -> str | None:
    """Return the document whose page the person came from, to lead them back to it."""
    refused = request.method == "POST" or status == HTTPStatus.CONFLICT
    on_a_document = refused and request.path.startswith("/documents/")
    return (request.view_args or {}).get("document_id") if on_a_document else None


def _title(status: int) -> str:
    titles = {
        400: _("Запрос не принят"),
        401: _("Нужно войти"),
        403: _("Сюда нужен другой доступ"),
        404: _("Здесь ничего нет"),
        405: _("Так это не открывается"),
        409: _("Пока вы смотрели, всё изменилось")
        if request.method == "POST"
        else _("Сейчас это не получится"),
        413: _("Слишком большой запрос"),
        422: _("Нужно поправить"),
        429: _("Слишком часто"),
        503: _("Попробуйте ещё раз"),
    }
    return str(titles.get(int(status)) or _("У нас что-то сломалось"))


def advice(status: int) -> str:
    """Return what to do about a refusal that HTTP itself knows."""
    known = {
        400: _(
            "Запрос пришёл с другого сайта или повреждён. Ничего не изменилось. Откройте страницу заново."
        ),
        404: _("Адрес неверен или документ вам недоступен. Проверьте ссылку или найдите документ поиском."),
        405: _("Этот адрес открывается кнопкой на странице. Вернитесь и нажмите её."),
        413: _("Данных больше, чем мы принимаем. Ничего не изменилось. Разделите их на части."),
        415: _("Такой формат данных здесь не принимается."),
    }
    fallback = _("Ничего не потеряно. Повторите через минуту; если не поможет, скажите администратору.")
    return str(known.get(int(status), fallback))
