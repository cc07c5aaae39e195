"""What changed between two versions of a template: side by side, and as a Word file with tracked changes."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as WerkzeugResponse

from api.context import actor, tools
from api.downloads import download
from api.told import told_reason
from api.web.area import Area
from api.web.trials import WORD
from docsvc.access import Right
from docsvc.queries.sources import source_at
from docsvc.queries.studio import StudioPage, VersionRow, one_version, studio_page
from docsvc.queries.template_text import texts_of
from templates import Engine, Source, TemplateError

area = Area("template_changes", __name__, url_prefix="/templates/<template_id>")


@area.page("/changes", access=Right.MANAGE_TEMPLATES)
def show(template_id: str) -> str:
    """Compare two versions: by default the draft, or the newest, with the one before it."""
    from templates.compare import around_changes, side_by_side

    page, old, new = _asked(template_id)
    before, after = _source(old), _source(new)
    rows = side_by_side([text for _spot, text in texts_of(before)], [text for _spot, text in texts_of(after)])
    in_word = before.engine is not Engine.HTML and after.engine is not Engine.HTML
    return render_template(
        "template_changes.html", page=page, old=old, new=new, rows=around_changes(rows), in_word=in_word
    )


@area.page("/changes.docx", access=Right.MANAGE_TEMPLATES)
def redlined(template_id: str) -> WerkzeugResponse:
    """Hand over the new version as a Word file in which the changes are tracked."""
    from templates.compare import redline

    page, old, new = _asked(template_id)
    before, after = _source(old), _source(new)
    if Engine.HTML in {before.engine, after.engine}:
        raise NotFound
    try:
        marked = redline(before.files[before.main], after.files[after.main], author=new.author or "docsvc")
    except TemplateError as error:
        flash(told_reason(str(error)), "danger")
        back = url_for("template_changes.show", template_id=template_id, old=old.id, new=new.id)
        return redirect(back, HTTPStatus.SEE_OTHER)
    return download(marked, f"{page.title} v{old.label} → v{new.label}.docx", media_type=WORD)


def _asked(template_id: str) -> tuple[StudioPage, VersionRow, VersionRow]:
    with tools().read() as session:
        page = studio_page(session, tools().blobs, template_id, actor=actor())
    rows = {each.id: each for each in page.versions}
    newest = page.versions[0]
    new = rows.get(request.args.get("new", "")) or newest
    earlier = page.versions[page.versions.index(new) + 1 :]
    old = rows.get(request.args.get("old", "")) or (earlier[0] if earlier else new)
    return page, old, new


def _source(row: VersionRow) -> Source:
    with tools().read() as session:
        blob = one_version(session, row.id, actor=actor()).source_blob
    return source_at(tools().blobs, blob)
