"""What colleagues tell and give each other about a document: questions, comments, conditions, files."""

from http import HTTPStatus

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from api.context import actor, tools
from api.downloads import download
from api.web.area import Area
from api.web.reading import field
from docsvc.access import Right
from docsvc.errors import BadInput
from docsvc.queries.attachments import attached_file

area = Area("talk", __name__, url_prefix="/documents/<document_id>")


@area.page("/questions", access=Right.VIEW, post=True)
def ask(document_id: str) -> WerkzeugResponse:
    """Put a question to a colleague; nothing is decided by it."""
    from docsvc.actions.ask_question import ask_question

    with tools().work() as work:
        ask_question(
            work,
            document_id,
            actor=actor(),
            text=field("text"),
            to_user_id=field("to"),
            page=request.form.get("page", type=int),
            quote=field("quote"),
        )
    return _back(document_id, _("Вопрос задан. Мы написали тому, кого вы спросили."), "talk")


@area.page("/questions/<remark_id>/answer", access=Right.VIEW, post=True)
def answer(document_id: str, remark_id: str) -> WerkzeugResponse:
    """Answer a question."""
    from docsvc.actions.answer_question import answer_question

    with tools().work() as work:
        answer_question(work, remark_id, actor=actor(), text=field("text"))
    return _back(document_id, _("Ответ отправлен."), "talk")


@area.page("/comments", access=Right.VIEW, post=True)
def comment(document_id: str) -> WerkzeugResponse:
    """Leave a comment on the text."""
    from docsvc.actions.comment_on_document import comment_on_document

    with tools().work() as work:
        comment_on_document(
            work,
            document_id,
            actor=actor(),
            text=field("text"),
            page=request.form.get("page", type=int),
            quote=field("quote"),
        )
    return _back(document_id, _("Замечание сохранено."), "talk")


@area.page("/conditions/<decision_id>", access=Right.VIEW, post=True)
def meet(document_id: str, decision_id: str) -> WerkzeugResponse:
    """Answer the conditions of an approval."""
    from docsvc.actions.answer_conditions import answer_conditions

    with tools().work() as work:
        answer_conditions(work, decision_id, actor=actor(), text=field("text"))
    return _back(document_id, _("Ответ на условия сохранён. Его увидят следующие согласующие."), "talk")


@area.page("/attachments", access=Right.EDIT, post=True)
def attach(document_id: str) -> WerkzeugResponse:
    """Take files for the approvers: all of them or none."""
    from docsvc.actions.attach_file import attach_file

    given = [file for file in request.files.getlist("files") if file.filename]
    if not given:
        raise BadInput([(_("файлы"), _("выберите файл"))])
    with tools().work() as work:
        for file in given:
            attach_file(work, document_id, actor=actor(), name=file.filename or "", content=file.read())
    return _back(document_id, _("Файлы приложены: их увидят согласующие, клиент — нет."), "attachments")


@area.page("/attachments/<attachment_id>/remove", access=Right.EDIT, post=True)
def detach(document_id: str, attachment_id: str) -> WerkzeugResponse:
    """Take a file back."""
    from docsvc.actions.remove_attachment import remove_attachment

    with tools().work() as work:
        remove_attachment(work, attachment_id, actor=actor())
    return _back(document_id, _("Файл убран."), "attachments")


@area.page("/attachments/<attachment_id>", access=Right.VIEW)
def attachment(document_id: str, attachment_id: str) -> Response:
    """Hand over a file as a download, never to be shown in the browser; that is recorded."""
    from docsvc.actions.record_attachment_read import record_attachment_read

    person = actor()
    with tools().read() as session:
        found = attached_file(session, person, document_id, attachment_id=attachment_id)
    content = tools().blobs.get(found.blob)
    with tools().work() as work:
        record_attachment_read(work, document_id, actor=person, attachment_id=attachment_id)
    return download(content, found.name, media_type=found.media_type)


def _back(document_id: str, words: str, place: str) -> WerkzeugResponse:
    flash(words, "success")
    page = "inbox.show" if field("from") == "inbox" else "document.show"
    target = url_for(page, document_id=document_id, _anchor=place)
    return redirect(target, HTTPStatus.SEE_OTHER)
