"""The content library: texts that documents share."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.reading import asked_text, field
from docsvc.access import Right
from docsvc.actions.keep_block import add_block, edit_block, retire_block
from docsvc.errors import DocsvcError
from docsvc.model.content_input import BlockInput
from docsvc.model.input_errors import checked
from docsvc.queries.content import block_list, block_tags, one_block

area = Area("blocks", __name__, url_prefix="/blocks")


@area.page("", access=Right.MANAGE_TEMPLATES)
def index() -> str:
    """List the blocks, by search and tag."""
    tag, retired = request.args.get("tag", ""), "retired" in request.args
    with tools().read() as session:
        found = block_list(session, text=asked_text(), tag=tag, retired=retired)
        tags = block_tags(session)
    return render_template(
        "blocks.html", blocks=found, tags=tags, tag=tag, text=asked_text(), retired=retired
    )


@area.page("/new", access=Right.MANAGE_TEMPLATES)
def new() -> str:
    """Ask for a new block."""
    return render_template("block.html", view=None)


@area.page("/new", access=Right.MANAGE_TEMPLATES, post=True)
def add() -> Response | tuple[str, HTTPStatus]:
    """Add it."""
    try:
        with tools().work() as work:
            block_id = add_block(work, _given(), actor=actor())
    except DocsvcError as refusal:
        return render_template("block.html", view=None, problem=words_of(refusal)), status_of(refusal)
    flash(_("Блок добавлен в библиотеку."), "success")
    return redirect(url_for("blocks.show", block_id=block_id), HTTPStatus.SEE_OTHER)


@area.page("/<block_id>", access=Right.MANAGE_TEMPLATES)
def show(block_id: str) -> str:
    """Show a block with its versions."""
    return _page(block_id)


@area.page("/<block_id>", access=Right.MANAGE_TEMPLATES, post=True)
def edit(block_id: str) -> Response | tuple[str, HTTPStatus]:
    """Make its next version."""
    with tools().read() as session:
        known = one_block(session, block_id).block
    try:
        given = _given(name=known.name, language=known.language)
        with tools().work() as work:
            edit_block(work, block_id, given, actor=actor(), major="major" in request.form)
    except DocsvcError as refusal:
        return _page(block_id, problem=words_of(refusal)), status_of(refusal)
    flash(_("Сохранено. Документы, сделанные раньше, не изменились."), "success")
    return redirect(url_for("blocks.show", block_id=block_id), HTTPStatus.SEE_OTHER)


@area.page("/<block_id>/retire", access=Right.MANAGE_TEMPLATES, post=True)
def retire(block_id: str) -> Response:
    """Take it out of use, or bring it back."""
    back = field("back") == "1"
    with tools().work() as work:
        retire_block(work, block_id, actor=actor(), back=back)
    flash(
        _("Блок снова в библиотеке.") if back else _("Блок снят: в новые документы он не попадёт."), "success"
    )
    return redirect(url_for("blocks.show", block_id=block_id), HTTPStatus.SEE_OTHER)


def _page(block_id: str, *, problem: str = "") -> str:
    with tools().read() as session:
        view = one_block(session, block_id)
    return render_template("block.html", view=view, problem=problem)


def _given(**fixed: str) -> BlockInput:
    names = ("name", "language", "title", "tags", "text", "note")
    return checked(BlockInput, {name: request.form.get(name, "") for name in names} | fixed)
