"""Sending a document: to whom, in which order, with which words and till when."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of
from api.web.area import Area
from api.web.reading import field, read_date, seen
from docsvc.access import Right
from docsvc.actions.issue_document import issue_document
from docsvc.actions.send_document import send_document
from docsvc.errors import BadInput, NoRecipients
from docsvc.model import Act, Asked, Kind
from docsvc.model.kinds import KINDS
from docsvc.queries.document import DocumentView, one_document
from docsvc.queries.suggest_recipients import suggest_recipients

area = Area("sending", __name__, url_prefix="/documents/<document_id>")

MOST_RECIPIENTS = 20
COLUMNS = ("name", "email", "act", "order", "party", "position", "organisation", "authority")


@area.page("/send", access=Right.SEND)
def form(document_id: str) -> str:
    """Ask whom to send it to; the usual recipients are filled in."""
    with tools().read() as session:
        found = one_document(session, actor(), document_id)
        recipients = suggest_recipients(session, document_id)
    return _form(found, recipients)


@area.page("/send", access=Right.SEND, post=True)
def send(document_id: str) -> Response | tuple[str, HTTPStatus]:
    """Send it, or issue it when nobody else has to act."""
    recipients = _recipients()
    try:
        _send(document_id, recipients)
    except (BadInput, NoRecipients) as refusal:
        with tools().read() as session:
            found = one_document(session, actor(), document_id)
        return _form(found, recipients, problem=refusal.text(_)), status_of(refusal)
    flash(_("Отправляем. Письмо уйдёт, как только файл будет готов."), "success")
    return redirect(url_for("document.show", document_id=document_id), HTTPStatus.SEE_OTHER)


def _send(document_id: str, recipients: tuple[Asked, ...]) -> None:
    with tools().work() as work:
        if _receives(Kind(work.document(document_id).kind)):
            issue_document(
                work, document_id, actor=actor(), recipients=recipients, message=field("message"), seen=seen()
            )
        else:
            send_document(
                work,
                document_id,
                actor=actor(),
                recipients=recipients,
                message=field("message"),
                expires_on=read_date(field("expires_on")),
                seen=seen(),
            )


def _receives(kind: Kind) -> bool:
    return KINDS[kind].client_act is Act.RECEIVE


def _form(document: DocumentView, recipients: tuple[Asked, ...], *, problem: str = "") -> str:
    return render_template(
        "send.html",
        document=document,
        recipients=recipients,
        problem=problem,
        receives=_receives(document.kind),
        message=field("message") if request.method == "POST" else "",
        expires_on=field("expires_on") if request.method == "POST" else "",
    )


def _recipients() -> tuple[Asked, ...]:
    """Read the rows of the form; a row with neither name nor e-mail is an empty one."""
    columns = [request.form.getlist(column)[:MOST_RECIPIENTS] for column in COLUMNS]
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*columns, strict=False)]
    return tuple(_asked(row) for row in rows if row["name"].strip() or row["email"].strip())


def _asked(row: dict[str, str]) -> Asked:
    order = int(row["order"]) if row["order"].isdecimal() else 1
    return Asked(
        name=row["name"].strip(),
        email=row["email"].strip(),
        act=Act(row["act"]) if row["act"] in set(Act) else Act.RECEIVE,
        order=min(order, MOST_RECIPIENTS),
        party=row["party"],
        position=row["position"].strip(),
        organisation=row["organisation"].strip(),
        authority=row["authority"].strip(),
    )
