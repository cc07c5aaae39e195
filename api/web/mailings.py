"""How far a mailing is: its people, live, as a table and as a file; stopping it and going on."""

from http import HTTPStatus

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from api.context import actor, tools
from api.downloads import download, named
from api.told import told
from api.web.area import Area
from api.web.mailing_files import xlsx_of
from api.web.mailing_words import REACHED, result_lines, tiles_of
from api.web.reading import asked_page, asked_word, field
from docsvc.access import Right, allow
from docsvc.actions.resume_mailing import resume_mailing
from docsvc.actions.stop_mailing import stop_mailing
from docsvc.actions.withdraw_mailing import withdraw_mailing
from docsvc.model.spreadsheet import table_csv
from docsvc.queries.document import load_visible
from docsvc.queries.mailing import MailingView, Reached, mailing_view
from docsvc.queries.mailing_short import mailings_of
from docsvc.queries.paging import Page

area = Area("mailings", __name__, url_prefix="/documents/<document_id>/mailings")

PAGE = 100


@area.page("", access=Right.SEND)
def show(document_id: str) -> str:
    """Show a mailing of the document, the last one unless the address names another."""
    view = _view(document_id)
    chosen = asked_word(Reached, "reached")
    with tools().read() as session:
        number = load_visible(session, actor(), document_id).number
        known = mailings_of(session, document_id)
    found = [row for row in (view.rows if view else ()) if chosen in (None, row.reached)]
    page = min(asked_page(), max(1, -(-len(found) // PAGE)))
    return render_template(
        "mailings.html",
        document_id=document_id,
        number=number,
        mailing=view,
        known=known,
        chosen=chosen,
        tiles=tiles_of(view) if view else (),
        signs=REACHED,
        told=told,
        page=Page(tuple(found[(page - 1) * PAGE : page * PAGE]), len(found), page, PAGE),
    )


@area.page("/results.csv", access=Right.SEND)
def results_csv(document_id: str) -> Response:
    """Hand the table over as CSV."""
    return download(table_csv(result_lines(_view(document_id))), "results.csv", media_type="text/csv")


@area.page("/results.xlsx", access=Right.SEND)
def results_xlsx(document_id: str) -> Response:
    """Hand the table over as a workbook."""
    return named(xlsx_of(result_lines(_view(document_id))), "results.xlsx")


@area.page("/<act>", access=Right.SEND, post=True)
def steer(document_id: str, act: str) -> Redirect:
    """Stop the mailing, go on with it, or take back what waits."""
    view = _view(document_id)
    if view is None:
        raise NotFound
    with tools().work() as work:
        match act:
            case "stop":
                stop_mailing(work, view.id, actor=actor())
                words = _stopped(view)
            case "resume":
                resume_mailing(work, view.id, actor=actor())
                words = _("Продолжаем: отправим тем, кому не ушло.")
            case "withdraw":
                withdraw_mailing(work, view.id, actor=actor(), reason=field("reason"))
                words = _("Отзываем всё, на что ещё не ответили. Получатели узнают причину.")
            case _:
                raise NotFound
    flash(words, "success")
    where = url_for("mailings.show", document_id=document_id, mailing=view.id)
    return redirect(where, HTTPStatus.SEE_OTHER)


def _stopped(view: MailingView) -> str:
    """Say what stopping did, and what of the mailing goes out all the same."""
    if making := view.counts.get(Reached.PREPARING, 0):
        words = _(
            "Остановлено: новых копий не будет. Уже готовятся и уйдут: %(num)s. "
            "Забрать и их можно кнопкой «Отозвать всё…».",
            num=making,
        )
        return str(words)
    return str(_("Остановлено: больше никому не уйдёт. Уже отправленные копии действуют."))


def _view(document_id: str) -> MailingView | None:
    """Return the mailing that the address names, of this document alone; None where there is none."""
    with tools().read() as session:
        document = load_visible(session, actor(), document_id)
        allow(actor(), Right.SEND, document)
        known = [each.id for each in mailings_of(session, document_id)]
        wanted = request.values.get("mailing") or next(iter(known), None)
        if wanted is None:
            return None
        if wanted not in known:
            raise NotFound
        return mailing_view(session, actor(), wanted)
