"""The versions of a document: what changed between two, and a Word file that goes out and comes back."""

from datetime import timedelta
from http import HTTPStatus

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from api.context import actor, tools
from api.downloads import download
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.reading import field
from docsvc.access import Right
from docsvc.actions.promise_to_forget import pending_owner, promise_to_forget
from docsvc.actions.record_view import record_view
from docsvc.actions.upload_edited import Edit, upload_edited
from docsvc.errors import DocsvcError, EditRefused, NotComparable, NoWordFile
from docsvc.model.kinds import KINDS
from docsvc.queries.compare import Pair, compared, counted, version_pair
from docsvc.queries.edits import MENDABLE, Base, Examined, edit_base, examine_edit, kept_edit
from docsvc.queries.files import WORD
from docsvc.queries.foreign_number import foreign_number
from templates import TemplateError
from templates.compare import around_changes, guesses, redline

area = Area("versions", __name__, url_prefix="/documents/<document_id>")


@area.page("/changes", access=Right.VIEW)
def changes(document_id: str) -> str | tuple[str, HTTPStatus]:
    """Show two versions side by side."""
    pair = _pair(document_id)
    try:
        rows = compared(tools().blobs, pair)
    except NotComparable as refusal:
        page = render_template("changes.html", pair=pair, rows=(), counts={}, problem=words_of(refusal))
        return page, status_of(refusal)
    shown = rows if "all" in request.args else around_changes(rows)
    return render_template("changes.html", pair=pair, rows=shown, counts=counted(rows))


@area.page("/changes.docx", access=Right.VIEW)
def redlined(document_id: str) -> Response:
    """Hand over the later version as a Word file with the changes tracked."""
    pair, blobs = _pair(document_id), tools().blobs
    old, new = pair.old, pair.new
    if old.docx is None or new.docx is None:
        raise NoWordFile
    try:
        content = redline(blobs.get(old.docx), blobs.get(new.docx), author=new.author, at=new.created_at)
    except TemplateError as error:
        raise NotComparable(reason=str(error)) from error
    with tools().work() as work:
        record_view(work, document_id, actor=actor(), what="redline", download=True)
    name = f"{KINDS[pair.kind].short}_{pair.number}_v{old.label}-v{new.label}.docx"
    return download(content, name, media_type=WORD)


@area.page("/edit", access=Right.EDIT)
def edit(document_id: str) -> str:
    """Tell how to edit the document in Word, and take the file back."""
    return _asked(_base(document_id))


@area.page("/edit", access=Right.EDIT, post=True)
def upload(document_id: str) -> str | tuple[str, HTTPStatus]:
    """Look at an edited file and show what it would change; nothing of the document changes yet."""
    base = _base(document_id)
    given = request.files.get("file")
    if not field("comment"):
        reason = _("Напишите, что изменилось и почему: это увидят согласующие.")
        return _asked(base, reasons=(reason,)), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        examined = examine_edit(tools().blobs, base, given.read() if given else b"")
    except EditRefused as refusal:
        return _asked(base, reasons=refusal.reasons), status_of(refusal)
    if examined.is_same and not examined.tracked:
        reason = _("Текст не отличается от версии %(version)s.", version=base.label)
        return _asked(base, reasons=(reason,)), HTTPStatus.UNPROCESSABLE_ENTITY
    with tools().work() as work:
        owner = promise_to_forget(work, document_id)
    tools().blobs.put(owner, examined.docx)
    return _shown(examined)


@area.page("/edit/confirm", access=Right.EDIT, post=True)
def confirm(document_id: str) -> WerkzeugResponse | str | tuple[str, HTTPStatus]:
    """Make the edited file the next version, once every changed fact is confirmed."""
    base, blobs = _base(document_id), tools().blobs
    kept = kept_edit(blobs, _pending(document_id), field("sha256"))
    examined = examine_edit(blobs, base, kept, accept="accept" in request.form)
    if examined.tracked and "accept" not in request.form:
        return _shown(
            examined, problem=_("Решите, что делать с исправлениями Word.")
        ), HTTPStatus.UNPROCESSABLE_ENTITY
    said = Edit(comment=field("comment"), major="major" in request.form, confirmed=_confirmed(examined))
    try:
        with tools().work() as work:
            upload_edited(work, examined, actor=actor(), edit=said)
    except DocsvcError as refusal:
        return _shown(examined, problem=words_of(refusal)), status_of(refusal)
    flash(_("Правка стала новой версией. PDF будет через несколько секунд."), "success")
    return redirect(url_for("document.show", document_id=document_id), HTTPStatus.SEE_OTHER)


def _pending(document_id: str) -> tuple[str, ...]:
    """Return whose the file may be: of today, yesterday, or a page from before this version of docsvc."""
    today = tools().clock().date()
    days = (today, today - timedelta(days=1))
    return (*(pending_owner(document_id, day) for day in days), document_id)


def _pair(document_id: str) -> Pair:
    with tools().read() as session:
        return version_pair(
            session,
            tools().blobs,
            actor(),
            document_id,
            old_id=request.args.get("from"),
            new_id=request.args.get("to"),
        )


def _base(document_id: str) -> Base:
    with tools().read() as session:
        return edit_base(session, actor(), document_id)


def _asked(base: Base, *, reasons: tuple[str, ...] = ()) -> str:
    return render_template("edit.html", base=base, reasons=reasons)


def _shown(examined: Examined, *, problem: str = "") -> str:
    with tools().read() as session:
        foreign = foreign_number(session, actor(), examined)
    now = {doubt.path: guesses(doubt, examined.rows) for doubt in examined.doubts if doubt.path in MENDABLE}
    return render_template(
        "edit_check.html",
        examined=examined,
        foreign=foreign,
        rows=around_changes(examined.rows),
        counts=counted(examined.rows),
        now=now,
        problem=problem,
    )


def _confirmed(examined: Examined) -> dict[str, str]:
    return {
        doubt.path: field(f"now.{doubt.path}")
        for doubt in examined.doubts
        if f"confirm.{doubt.path}" in request.form
    }
