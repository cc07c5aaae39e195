"""The studio: one template with its versions, where a lawyer mends, tries and publishes it."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.palette import RECIPES, palette
from api.web.reading import field
from docsvc.access import Right
from docsvc.actions.discard_draft import discard_draft
from docsvc.actions.publish_template import publish_template
from docsvc.actions.replace_draft import replace_draft
from docsvc.actions.retire_template import retire_template
from docsvc.actions.roll_back_template import roll_back_template
from docsvc.actions.run_trial import SIZES, run_trial
from docsvc.actions.set_variant import set_variant
from docsvc.actions.template_file import Named, read_template
from docsvc.actions.upload_template import upload_version
from docsvc.errors import DocsvcError
from docsvc.queries.lint import custom_fields, lint_at
from docsvc.queries.sources import source_at
from docsvc.queries.studio import one_version, studio_page
from docsvc.queries.template_text import passages
from docsvc.queries.trials import deals_to_try
from templates import Source

area = Area("studio", __name__, url_prefix="/templates")


@area.page("/<template_id>", access=Right.MANAGE_TEMPLATES)
def show(template_id: str) -> str:
    """Show a template: its draft, or the version asked for."""
    return _page(template_id)


@area.page("/<template_id>/versions", access=Right.MANAGE_TEMPLATES, post=True)
def upload(template_id: str) -> WerkzeugResponse | tuple[str, HTTPStatus]:
    """Take a file as the next version."""
    try:
        source = uploaded(_named(template_id))
        with tools().work() as work:
            version_id = upload_version(
                work, template_id, source, actor=actor(), note=field("note"), major="major" in request.form
            )
    except DocsvcError as refusal:
        return _refused(template_id, refusal)
    return _shown(version_id)


@area.page("/versions/<version_id>/file", access=Right.MANAGE_TEMPLATES, post=True)
def replace(version_id: str) -> WerkzeugResponse | tuple[str, HTTPStatus]:
    """Take a mended file in place of the draft's."""
    template_id = _template_of(version_id)
    try:
        source = uploaded(_named(template_id))
        with tools().work() as work:
            replace_draft(work, version_id, source, actor=actor())
    except DocsvcError as refusal:
        return _refused(template_id, refusal)
    flash(_("Файл черновика заменён."), "success")
    return _shown(version_id)


@area.page("/versions/<version_id>/publish", access=Right.MANAGE_TEMPLATES, post=True)
def publish(version_id: str) -> WerkzeugResponse | tuple[str, HTTPStatus]:
    """Make documents by it from now on."""
    template_id = _template_of(version_id)
    try:
        look_over(version_id)
        with tools().work() as work:
            publish_template(work, version_id, actor=actor(), note=field("note"), reason=field("reason"))
    except DocsvcError as refusal:
        return _refused(template_id, refusal)
    flash(_("Опубликовано: новые документы делаются по этой версии, прежние остались как были."), "success")
    return _shown(version_id)


@area.page("/versions/<version_id>/discard", access=Right.MANAGE_TEMPLATES, post=True)
def discard(version_id: str) -> WerkzeugResponse:
    """Throw a draft away."""
    template_id = _template_of(version_id)
    with tools().work() as work:
        gone = discard_draft(work, version_id, actor=actor())
    flash(_("Черновик удалён."), "success")
    target = url_for("catalog.index") if gone else url_for("studio.show", template_id=template_id)
    return redirect(target, HTTPStatus.SEE_OTHER)


@area.page("/versions/<version_id>/roll-back", access=Right.MANAGE_TEMPLATES, post=True)
def roll_back(version_id: str) -> WerkzeugResponse | tuple[str, HTTPStatus]:
    """Bring an old version back into use."""
    template_id = _template_of(version_id)
    try:
        with tools().work() as work:
            roll_back_template(work, version_id, actor=actor(), reason=field("reason"))
    except DocsvcError as refusal:
        return _refused(template_id, refusal)
    flash(_("Прежняя версия снова в работе."), "success")
    return _shown(version_id)


@area.page("/<template_id>/retire", access=Right.MANAGE_TEMPLATES, post=True)
def retire(template_id: str) -> WerkzeugResponse | tuple[str, HTTPStatus]:
    """Make no more documents by a template."""
    try:
        with tools().work() as work:
            retire_template(work, template_id, actor=actor(), reason=field("reason"))
    except DocsvcError as refusal:
        return _refused(template_id, refusal)
    flash(_("Шаблон снят с использования. Документы, сделанные по нему, остались."), "success")
    return redirect(url_for("studio.show", template_id=template_id), HTTPStatus.SEE_OTHER)


@area.page("/<template_id>/variant", access=Right.MANAGE_TEMPLATES, post=True)
def variant(template_id: str) -> WerkzeugResponse | tuple[str, HTTPStatus]:
    """Say when this template is the one."""
    rank = request.form.get("rank", type=int) or 0
    try:
        with tools().work() as work:
            set_variant(work, template_id, actor=actor(), condition=field("condition"), rank=rank)
    except DocsvcError as refusal:
        return _refused(template_id, refusal)
    flash(_("Сохранено, когда применять шаблон."), "success")
    return redirect(url_for("studio.show", template_id=template_id), HTTPStatus.SEE_OTHER)


@area.page("/versions/<version_id>/trials", access=Right.MANAGE_TEMPLATES, post=True)
def attempt(version_id: str) -> WerkzeugResponse | tuple[str, HTTPStatus]:
    """Try a version on the newest deals, on one deal, or on its sample."""
    template_id = _template_of(version_id)
    count, deal_id = request.form.get("count", type=int) or 0, field("deal") or None
    try:
        with tools().work() as work:
            run_trial(work, version_id, actor=actor(), count=0 if deal_id else count, deal_id=deal_id)
    except DocsvcError as refusal:
        return _refused(template_id, refusal)
    return _shown(version_id, anchor="trial" if count or deal_id else None)


def look_over(version_id: str) -> None:
    """Lint a version outside of the transaction that will ask for the findings: they are known then."""
    with tools().read() as session:
        version = one_version(session, version_id, actor=actor())
        lint_at(session, tools().blobs, version.source_blob)


def uploaded(named: Named) -> Source:
    """Read the file of the form as a template; raise `TemplateRefused` with the reason."""
    given = request.files.get("file")
    name, content = (given.filename or "", given.read()) if given else ("", b"")
    return read_template(name, content, named=named)


def _page(template_id: str, problem: str = "") -> str:
    person, blobs = actor(), tools().blobs
    version_id = request.args.get("version")
    with tools().read() as session:
        page = studio_page(session, blobs, template_id, actor=person, version_id=version_id)
        version = one_version(session, page.shown.id, actor=person)
        text = passages(source_at(blobs, version.source_blob), page.findings)
        deals = deals_to_try(session, actor=person)
        own = custom_fields(session)
    return render_template(
        "studio.html",
        page=page,
        text=text,
        deals=deals,
        sizes=SIZES,
        palette=palette(own),
        recipes=RECIPES,
        view=_view(page.errors > 0),
        problem=problem,
    )


def _view(text_first: bool) -> str:  # noqa: FBT001 -- a question with one answer
    asked = request.args.get("view", "")
    return asked if asked in {"pdf", "text"} else "text" if text_first else "pdf"


def _refused(template_id: str, refusal: DocsvcError) -> tuple[str, HTTPStatus]:
    return _page(template_id, problem=words_of(refusal)), status_of(refusal)


def _shown(version_id: str, anchor: str | None = None) -> WerkzeugResponse:
    target = url_for("studio.show", template_id=_template_of(version_id), version=version_id, _anchor=anchor)
    return redirect(target, HTTPStatus.SEE_OTHER)


def _template_of(version_id: str) -> str:
    with tools().read() as session:
        return one_version(session, version_id, actor=actor()).template_id


def _named(template_id: str) -> Named:
    with tools().read() as session:
        page = studio_page(session, tools().blobs, template_id, actor=actor())
    return Named(page.kind.value, page.language, page.title)
