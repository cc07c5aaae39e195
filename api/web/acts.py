"""What a person does to a document: each act is one post, and then the page again."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from api.context import actor, safe_next, tools
from api.errors import status_of
from api.web.area import Area
from api.web.reading import field, seen
from docsvc.access import Right
from docsvc.errors import FieldsMissing
from docsvc.model import Verdict
from docsvc.queries.document import one_document
from docsvc.queries.inbox import inbox

area = Area("acts", __name__, url_prefix="/documents/<document_id>")


@area.page("/submit", access=Right.EDIT, post=True)
def submit(document_id: str) -> Response:
    """Send the document for approval."""
    from docsvc.actions.submit_document import submit_document

    with tools().work() as work:
        submit_document(work, document_id, actor=actor(), seen=seen())
    return _back(document_id, _("Отправлено на согласование. Мы написали тем, чья сейчас очередь."))


@area.page("/decision", access=Right.DECIDE, post=True)
def decide(document_id: str) -> Response:
    """Take down the person's verdict, and go on to the next document that waits."""
    from docsvc.actions.decide_on_document import decide_on_document

    verdict = Verdict(field("verdict")) if field("verdict") in set(Verdict) else Verdict.APPROVE
    with tools().work() as work:
        decide_on_document(
            work,
            document_id,
            actor=actor(),
            verdict=verdict,
            comment=field("comment"),
            seen_sha256=field("seen_sha256"),
        )
    flash(_decided(verdict), "success")
    if field("from") != "inbox":
        return redirect(url_for("document.show", document_id=document_id), HTTPStatus.SEE_OTHER)
    with tools().read() as session:
        rest = inbox(session, actor())
    target = url_for("inbox.show", document_id=rest[0].id) if rest else url_for("inbox.index")
    return redirect(target, HTTPStatus.SEE_OTHER)


@area.page("/revise", access=Right.EDIT)
def revision(document_id: str) -> str:
    """Ask what changes in the new version."""
    with tools().read() as session:
        found = one_document(session, actor(), document_id)
    return render_template("revise.html", document=found, fields=(), known={})


@area.page("/revise", access=Right.EDIT, post=True)
def revise(document_id: str) -> Response | tuple[str, HTTPStatus]:
    """Make the next version from the deal as it is now."""
    from docsvc.actions.revise_document import revise_document

    filled = {
        key.removeprefix("fill."): value for key, value in request.form.items() if key.startswith("fill.")
    }
    try:
        with tools().work() as work:
            revise_document(
                work,
                document_id,
                actor=actor(),
                comment=field("comment"),
                filled=filled,
                major="major" in request.form,
            )
    except FieldsMissing as missing:
        with tools().read() as session:
            found = one_document(session, actor(), document_id)
        page = render_template("revise.html", document=found, fields=missing.fields, known=filled)
        return page, status_of(missing)
    return _back(document_id, _("Новая версия сделана. PDF будет через несколько секунд."))


@area.page("/withdraw", access=Right.WITHDRAW, post=True)
def withdraw(document_id: str) -> Response:
    """Take the document back."""
    from docsvc.actions.withdraw_document import withdraw_document

    with tools().work() as work:
        withdraw_document(work, document_id, actor=actor(), reason=field("reason"))
    return _back(document_id, _("Документ отозван. Номер остаётся за ним; можно сделать новую версию."))


@area.page("/trash", access=Right.TRASH, post=True)
def trash(document_id: str) -> Response:
    """Put a draft into the trash, and offer to undo it."""
    from docsvc.actions.trash_document import trash_document

    with tools().work() as work:
        trash_document(work, document_id, actor=actor())
    flash(
        Markup("{} <a href='{}'>{}</a>").format(
            _("Черновик в корзине."),
            url_for("document.show", document_id=document_id),
            _("Открыть и вернуть"),
        ),
    )
    return redirect(safe_next(field("next")) or url_for("documents.index"), HTTPStatus.SEE_OTHER)


@area.page("/restore", access=Right.TRASH, post=True)
def restore(document_id: str) -> Response:
    """Take a draft out of the trash."""
    from docsvc.actions.trash_document import restore_document

    with tools().work() as work:
        restore_document(work, document_id, actor=actor())
    return _back(document_id, _("Черновик снова в списке."))


@area.page("/recipients/<recipient_id>/<what>", access=Right.SEND, post=True)
def remind(document_id: str, recipient_id: str, what: str) -> Response:
    """Send the invitation again, or make the old link worthless and send a new one."""
    from docsvc.actions.replace_link import replace_link, resend_link

    again = replace_link if what == "replace" else resend_link
    with tools().work() as work:
        again(work, recipient_id, actor=actor())
    return _back(document_id, _("Приглашение отправлено ещё раз."))


def _decided(verdict: Verdict) -> str:
    match verdict:
        case Verdict.APPROVE:
            return str(_("Согласовано."))
        case Verdict.RETURN:
            return str(_("Возвращено автору с вашей причиной."))
        case Verdict.REJECT:
            return str(_("Отклонено. Автор увидит причину."))


def _back(document_id: str, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("document.show", document_id=document_id), HTTPStatus.SEE_OTHER)
