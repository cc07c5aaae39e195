"""What a person does to a document: each act is one post, and then the page again."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from api.context import actor, safe_next, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.desk import MENDABLE, back_to, document_page, inbox_page, next_in_inbox
from api.web.reading import accepted, field, filled_fields, seen
from api.web.typed import Typed, read_typed
from docsvc.access import Right
from docsvc.errors import CommentRequired, FieldsMissing
from docsvc.model import Verdict
from docsvc.queries.document import one_document

area = Area("acts", __name__, url_prefix="/documents/<document_id>")


@area.page("/submit", access=Right.EDIT, post=True)
def submit(document_id: str) -> Response | tuple[str, HTTPStatus]:
    """Send the document for approval; what the route lacks is asked for on the same page."""
    from docsvc.actions.submit_document import submit_document

    typed = read_typed()
    try:
        with tools().work() as work:
            submit_document(
                work,
                document_id,
                actor=actor(),
                seen=seen(),
                justification=typed.justification,
                skip=typed.skip,
                accept=accepted(),
            )
    except MENDABLE as refusal:
        page = document_page(document_id, problem=words_of(refusal), typed=typed)
        return page, status_of(refusal)
    return back_to(document_id, _("Отправлено на согласование. Мы написали тем, чья сейчас очередь."))


@area.page("/decision", access=Right.DECIDE, post=True)
def decide(document_id: str) -> Response | tuple[str, HTTPStatus]:
    """Take down the person's verdict, and go on to the next document that waits."""
    verdict = Verdict(field("verdict")) if field("verdict") in set(Verdict) else Verdict.APPROVE
    typed = read_typed()
    try:
        number = _decide(document_id, verdict, typed)
    except MENDABLE as refusal:
        draw = inbox_page if field("from") == "inbox" else document_page
        return draw(document_id, problem=words_of(refusal), typed=typed), status_of(refusal)
    if field("from") != "inbox":
        flash(_decided(verdict), "success")
        return redirect(url_for("document.show", document_id=document_id), HTTPStatus.SEE_OTHER)
    flash(f"{number}. {_decided(verdict)}", "success")  # the page is already that of the next document
    return redirect(next_in_inbox(), HTTPStatus.SEE_OTHER)


def _decide(document_id: str, verdict: Verdict, typed: Typed) -> str:
    """Decide; the words of the one field are the conditions where the verdict has some. Return the number."""
    from docsvc.actions.decide_on_document import decide_on_document

    on_conditions = verdict is Verdict.CONDITIONS
    with tools().work() as work:
        decide_on_document(
            work,
            document_id,
            actor=actor(),
            verdict=verdict,
            comment="" if on_conditions else typed.comment,
            conditions=typed.comment if on_conditions else "",
            checklist=typed.checklist,
            remarks=typed.remarks,
            seen_sha256=field("seen_sha256"),
            accept=accepted(),
        )
        return work.document(document_id).number


@area.page("/revise", access=Right.EDIT)
def revision(document_id: str) -> str:
    """Ask what changes in the new version."""
    return _revision(document_id)


@area.page("/revise", access=Right.EDIT, post=True)
def revise(document_id: str) -> Response | tuple[str, HTTPStatus]:
    """Make the next version from the deal as it is now."""
    from docsvc.actions.revise_document import revise_document

    filled = filled_fields()
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
    except CommentRequired as refusal:
        problem = _("Напишите, что изменилось и почему: с этого согласующие начнут читать.")
        return _revision(document_id, known=filled, problem=problem), status_of(refusal)
    except FieldsMissing as missing:
        return _revision(document_id, fields=missing.fields, known=filled), status_of(missing)
    return back_to(document_id, _("Новая версия сделана. PDF будет через несколько секунд."))


def _revision(
    document_id: str,
    *,
    fields: Sequence[tuple[str, str]] = (),
    known: Mapping[str, object] | None = None,
    problem: str = "",
) -> str:
    with tools().read() as session:
        found = one_document(session, actor(), document_id)
    return render_template("revise.html", document=found, fields=fields, known=known or {}, problem=problem)


@area.page("/withdraw", access=Right.WITHDRAW, post=True)
def withdraw(document_id: str) -> Response:
    """Take the document back."""
    from docsvc.actions.withdraw_document import withdraw_document

    with tools().work() as work:
        withdraw_document(work, document_id, actor=actor(), reason=field("reason"))
    return back_to(document_id, _("Документ отозван. Номер остаётся за ним; можно сделать новую версию."))


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
    return back_to(document_id, _("Черновик снова в списке."))


def _decided(verdict: Verdict) -> str:
    match verdict:
        case Verdict.APPROVE:
            return str(_("Согласовано."))
        case Verdict.CONDITIONS:
            return str(_("Согласовано с условиями. Автор ответит на них."))
        case Verdict.RETURN:
            return str(_("Возвращено автору с вашей причиной."))
        case Verdict.REJECT:
            return str(_("Отклонено. Автор увидит причину."))
