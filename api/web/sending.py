"""Sending documents: which together, to whom, in which order, with which words and till when."""

from dataclasses import replace
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.language import current_day
from api.web.area import Area
from api.web.reading import accepted, seen
from api.web.sending_form import SendingForm, accepted_of, read_sending, revisions
from api.web.sending_words import choices
from docsvc.access import Right
from docsvc.actions.issue_document import issue_document
from docsvc.actions.send_document import send_documents
from docsvc.errors import (
    BadInput,
    ConditionsUnanswered,
    FactsDrifted,
    NoRecipients,
    SetupIncomplete,
    VersionSpent,
)
from docsvc.model import Act, Kind
from docsvc.model.kinds import KINDS
from docsvc.queries.document import load_visible, one_document
from docsvc.queries.document_drift import document_drift
from docsvc.queries.enclosures import Enclosure, enclosures
from docsvc.queries.suggest_recipients import parties_of, suggest_together

area = Area("sending", __name__, url_prefix="/documents/<document_id>")

MENDABLE = (BadInput, NoRecipients, ConditionsUnanswered, FactsDrifted, SetupIncomplete, VersionSpent)
"""Refusals that the person may mend on the page itself, with what they typed still there."""


@area.page("/send", access=Right.SEND)
def form(document_id: str) -> str:
    """Ask what goes together and to whom; what belongs together and the usual recipients are filled in."""
    with tools().read() as session:
        document = load_visible(session, actor(), document_id)
        alone = _receives(Kind(document.kind))
        found = () if alone else enclosures(session, actor(), document_id)
        wanted = request.args.getlist("with")
        companions = tuple(each.id for each in found if each.linked or each.id in wanted)
        recipients = suggest_together(session, (document_id, *companions))
    return _form(document_id, SendingForm(recipients=recipients, companions=companions))


@area.page("/send", access=Right.SEND, post=True)
def send(document_id: str) -> Response | tuple[str, HTTPStatus]:
    """Send it with what goes along, or issue it when nobody else has to act."""
    typed = read_sending()
    try:
        _send(document_id, typed)
    except MENDABLE as refusal:
        # What drifted is told by the box on the page.
        words = "" if isinstance(refusal, FactsDrifted) else words_of(refusal)
        return _form(document_id, typed, problem=words), status_of(refusal)
    flash(_("Отправляем. Письмо уйдёт, как только файл будет готов."), "success")
    place = "in_person.start" if typed.in_person else "document.show"
    return redirect(url_for(place, document_id=document_id), HTTPStatus.SEE_OTHER)


def _send(document_id: str, typed: SendingForm) -> None:
    with tools().work() as work:
        if not typed.companions and _receives(Kind(work.document(document_id).kind)):
            issue_document(
                work,
                document_id,
                actor=actor(),
                recipients=[replace(each, act=Act.RECEIVE) for each in typed.recipients],
                message=typed.message,
                seen=seen(),
                accept=accepted(),
            )
            return
        send_documents(
            work,
            (document_id, *typed.companions),
            actor=actor(),
            recipients=typed.recipients,
            terms=typed.terms,
            seen=revisions(document_id, typed.companions),
            accept=accepted_of(document_id, typed.companions),
        )


def _receives(kind: Kind) -> bool:
    return KINDS[kind].client_act is Act.RECEIVE


def _form(document_id: str, typed: SendingForm, *, problem: str = "") -> str:
    """Show the form; recipients are asked for after the right to see the document."""
    today = current_day()
    with tools().read() as session:
        person, blobs = actor(), tools().blobs
        document = one_document(session, person, document_id)
        receives = _receives(document.kind)
        around = enclosures(session, person, document_id)
        found = () if receives else around
        drifts = {
            each: document_drift(session, blobs, person, each, today=today)
            for each in (document_id, *_chosen(found, typed))
        }
        parties = parties_of(session, (document_id, *(each.id for each in found)))
    return render_template(
        "send.html",
        document=document,
        drifts=drifts,
        enclosures=found,
        leaders=[each for each in around if receives and not _receives(each.kind)],
        form=typed,
        choices=choices(parties, texts=tools().settings.sms is not None),
        problem=problem,
        receives=receives,
    )


def _chosen(found: tuple[Enclosure, ...], typed: SendingForm) -> tuple[str, ...]:
    """Return what goes along, of what may: an address of another document names none."""
    return tuple(each.id for each in found if each.id in typed.companions)
