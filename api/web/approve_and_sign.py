"""Approving and signing on one screen, for the last approver who would be asked to sign first anyway."""

from http import HTTPStatus

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of
from api.language import current_day
from api.web.area import Area
from api.web.desk import MENDABLE, next_in_inbox
from api.web.own_will import Form, browser, errors_of, read_form, read_will, unfilled
from api.web.reading import accepted, field
from api.web.signing.words import consent, masked
from api.web.typed import NOTHING_TYPED, Typed, read_typed
from docsvc.access import Right
from docsvc.actions.approve_and_sign import approve_and_sign, ask_code_to_approve
from docsvc.errors import ConsentRequired, SignatureNotOffered, StalePage, TooManyAttempts, WrongCode
from docsvc.model import Act, Document
from docsvc.model.will import Will
from docsvc.queries.agreement import Agreement, read_agreement
from docsvc.queries.document import load_visible, one_document
from docsvc.queries.facts_of import facts_of
from docsvc.queries.recipient import has_accepted
from docsvc.queries.review import review
from docsvc.queries.sign_offer import sign_offer

area = Area("approve_and_sign", __name__, url_prefix="/inbox/<document_id>/sign")

Reply = Response | tuple[str, HTTPStatus] | str


@area.page("", access=Right.DECIDE)
def show(document_id: str) -> Reply:
    """Show what is approved and signed in one act."""
    return _page(document_id, Form(typed=actor().name))


@area.page("/code", access=Right.DECIDE, post=True)
def code(document_id: str) -> Reply:
    """Mail the code that signs this document as it is approved."""
    if problems := unfilled():
        return _page(document_id, read_form(problems)), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with tools().work() as work:
            ask_code_to_approve(
                work, document_id, actor=actor(), session_hash=browser(), seen_sha256=field("seen_sha256")
            )
    except (TooManyAttempts, StalePage) as refusal:
        return _page(document_id, read_form(errors_of(refusal))), status_of(refusal)
    return _page(document_id, read_form({}, asked=True))


@area.page("", access=Right.DECIDE, post=True)
def approve(document_id: str) -> Reply:
    """Approve, and give the will to sign what is approved."""
    if problems := unfilled(code=True):
        return _page(document_id, read_form(problems, asked=True)), HTTPStatus.UNPROCESSABLE_ENTITY
    typed = read_typed()
    try:
        will = _own_will(document_id)
        with tools().work() as work:
            refusal = approve_and_sign(
                work,
                document_id,
                actor=actor(),
                session_hash=browser(),
                seen_sha256=field("seen_sha256"),
                will=will,
                comment=typed.comment,
                checklist=typed.checklist,
                accept=accepted(),
            )
        if refusal is not None:
            raise refusal
    except (*MENDABLE, ConsentRequired, StalePage, TooManyAttempts, WrongCode) as refused:
        return _page(document_id, read_form(errors_of(refused), asked=True), typed), status_of(refused)
    flash(
        _("Согласовано и подписано. Подпись встанет в файл, когда автор отправит документ клиенту."),
        "success",
    )
    return redirect(next_in_inbox(), HTTPStatus.SEE_OTHER)


def _page(document_id: str, form: Form, typed: Typed = NOTHING_TYPED) -> str:
    """Draw the page of one document; raise `SignatureNotOffered` where it is decided in the inbox alone."""
    person, blobs = actor(), tools().blobs
    with tools().read() as session:
        found = one_document(session, person, document_id)
        document = load_visible(session, person, document_id)
        offer = sign_offer(session, person, document)
        if offer is None:
            raise SignatureNotOffered
        around = review(session, blobs, person, document_id, today=current_day(), now=tools().clock())
        agreement = _agreement(document)
        known = {"version": agreement.version, "sha256": agreement.sha256}
        new = () if has_accepted(session, email=person.email, **known) else (agreement,)
    return render_template(
        "approve_and_sign.html",
        document=found,
        review=around,
        offer=offer,
        form=form,
        typed=typed,
        agreements=new,
        consent=consent(Act.SIGN),
        email=masked(person.email),
    )


def _agreement(document: Document) -> Agreement:
    facts = facts_of(tools().blobs, document.version)
    return read_agreement(facts, language=actor().language)


def _own_will(document_id: str) -> Will:
    with tools().read() as session:
        return read_will(_agreement(load_visible(session, actor(), document_id)))
