"""Uploading a finished PDF: a document of ours, one received from a client, or the next version of either."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.told import as_sentence
from api.web.area import Area
from api.web.placing_words import change_words
from api.web.reading import field, typed_figure
from docsvc.access import Right
from docsvc.errors import BadInput, CommentRequired, DocsvcError, PdfRefused, SetupIncomplete
from docsvc.model import Kind
from docsvc.model.incoming import MOST_UPLOADED, Incoming, take
from docsvc.model.input_errors import checked
from docsvc.model.upload_input import UploadInput
from docsvc.queries.document import one_document
from docsvc.queries.placing import DealShort, deal_to_upload_to, known_companies

area = Area("upload", __name__, url_prefix="/documents")

FIELDS = ("number", "title", "date", "company", "inn", "contact", "email", "position", "comment")
MENDABLE = (BadInput, CommentRequired, PdfRefused, SetupIncomplete)


@area.page("/upload", access=Right.CREATE)
def form() -> str:
    """Ask for a PDF and what it is."""
    return _asked(request.args.get("deal", ""))


@area.page("/upload", access=Right.CREATE, post=True)
def take_in(*, most: int = MOST_UPLOADED) -> Response | tuple[str, HTTPStatus]:
    """Let the PDF through the gate and open a draft with it; then fields are put on its pages."""
    from docsvc.actions.upload_pdf import upload_pdf

    try:
        said = checked(UploadInput, _said())
        incoming = take(_content(most))
        with tools().work() as work:
            made = upload_pdf(work, incoming, actor=actor(), upload=said)
    except MENDABLE as refusal:
        return _asked(field("deal_id"), problem=_words(refusal)), status_of(refusal)
    _tell(incoming)
    return redirect(url_for("placing.show", document_id=made), HTTPStatus.SEE_OTHER)


@area.page("/<document_id>/pdf", access=Right.EDIT)
def anew(document_id: str) -> str:
    """Ask for the PDF of the next version."""
    return _asked_anew(document_id)


@area.page("/<document_id>/pdf", access=Right.EDIT, post=True)
def replace(document_id: str) -> Response | tuple[str, HTTPStatus]:
    """Take another PDF as the next version."""
    from docsvc.actions.replace_pdf import replace_pdf

    try:
        if not field("comment"):
            raise CommentRequired  # before the file is looked into
        incoming = take(_content(MOST_UPLOADED))
        with tools().work() as work:
            replace_pdf(
                work,
                document_id,
                incoming,
                actor=actor(),
                comment=field("comment"),
                amount=typed_figure(field("amount")),
                major="major" in request.form,
            )
    except MENDABLE as refusal:
        return _asked_anew(document_id, problem=_words(refusal)), status_of(refusal)
    _tell(incoming)
    return redirect(url_for("placing.show", document_id=document_id), HTTPStatus.SEE_OTHER)


def _words(refusal: DocsvcError) -> str:
    """Say what is wrong; the fields are named in the words already."""
    if isinstance(refusal, BadInput):
        return " ".join(as_sentence(words) for _path, words in refusal.problems)
    return words_of(refusal)


def _said() -> dict[str, object]:
    kind = field("kind") if field("kind") in set(Kind) else None
    texts = {name: field(name) for name in FIELDS}
    return texts | {
        "kind": kind,
        "received": field("from") == "client",
        "amount": typed_figure(field("amount")),
        "currency": field("currency") or "RUB",
        "deal_id": field("deal_id"),
    }


def _content(most: int) -> bytes:
    given = request.files.get("file")
    return given.read(most + 1) if given else b""


def _tell(incoming: Incoming) -> None:
    told = change_words([change.value for change in incoming.changes])
    if told:
        words = _("Файл принят. Чтобы все видели одно и то же: %(changes)s.", changes="; ".join(told))
        flash(words, "warning")
    else:
        flash(_("Файл принят без изменений."), "success")


def _asked(deal_id: str, *, problem: str = "") -> str:
    deal: DealShort | None = None
    with tools().read() as session:
        if deal_id:
            deal = deal_to_upload_to(session, actor(), deal_id)
        companies = () if deal else known_companies(session, actor())
    return render_template("upload.html", deal=deal, companies=companies, problem=problem)


def _asked_anew(document_id: str, *, problem: str = "") -> str:
    with tools().read() as session:
        found = one_document(session, actor(), document_id)
    return render_template("upload_anew.html", document=found, problem=problem)
