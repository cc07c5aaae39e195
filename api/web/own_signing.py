"""Signing many documents at once, by a colleague who has logged in: one consent, one code."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of
from api.web.area import EVERYBODY, Area
from api.web.own_will import Form, browser, errors_of, new_ones, read_form, read_will, unfilled
from api.web.reading import field
from api.web.signing.words import consent, masked
from docsvc.actions.sign_many import Chosen, ask_code_for_many, sign_many
from docsvc.errors import (
    BadInput,
    ConsentRequired,
    StalePage,
    TooManyAttempts,
    WrongCode,
)
from docsvc.model import Act
from docsvc.model.will import Will
from docsvc.queries.own_signing import agreements_of, to_sign

area = Area("own_signing", __name__, url_prefix="/inbox/sign")

Reply = Response | tuple[str, HTTPStatus] | str


@area.page("", access=EVERYBODY)
def show() -> str:
    """Show everything that waits for the person's signature."""
    return _page(Form(typed=actor().name), chosen=None)


@area.page("/code", access=EVERYBODY, post=True)
def code() -> Reply:
    """Mail one code for everything that was chosen."""
    chosen = _chosen()
    problems = unfilled()
    if not problems:
        try:
            with tools().work() as work:
                ask_code_for_many(work, chosen, actor=actor(), session_hash=browser())
        except (BadInput, TooManyAttempts, StalePage) as refusal:
            return _page(read_form(errors_of(refusal)), chosen=chosen), status_of(refusal)
        return _page(read_form({}, asked=True), chosen=chosen)
    return _page(read_form(problems), chosen=chosen), HTTPStatus.UNPROCESSABLE_ENTITY


@area.page("", access=EVERYBODY, post=True)
def sign() -> Reply:
    """Sign everything that was chosen with the code from the letter."""
    chosen = _chosen()
    if problems := unfilled(code=True):
        return _page(read_form(problems, asked=True), chosen=chosen), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        wills = _wills(chosen)
        with tools().work() as work:
            refusal = sign_many(work, chosen, actor=actor(), session_hash=browser(), wills=wills)
        if refusal is not None:  # the failed try is committed by now
            raise refusal
    except (BadInput, ConsentRequired, StalePage, TooManyAttempts, WrongCode) as refused:
        return _page(read_form(errors_of(refused), asked=True), chosen=chosen), status_of(refused)
    number = len(chosen.shown)
    flash(ngettext("Подписан %(num)s документ.", "Подписано %(num)s документов.", number), "success")
    return redirect(url_for("own_signing.show"), HTTPStatus.SEE_OTHER)


def _page(form: Form, *, chosen: Chosen | None) -> str:
    with tools().read() as session:
        rows = to_sign(session, actor(), now=tools().clock())
        agreements = agreements_of(session, actor(), rows, blobs=tools().blobs)
    return render_template(
        "own_signing.html",
        rows=rows,
        form=form,
        agreements=new_ones(agreements.values()),
        chosen=set(chosen.shown) if chosen else {row.document_id for row in rows},
        consent=consent(Act.SIGN),
        email=masked(actor().email),
    )


def _chosen() -> Chosen:
    return Chosen({each: field(f"shown-{each}") for each in request.form.getlist("document")})


def _wills(chosen: Chosen) -> dict[str, Will]:
    """Return the will of each sending: agreements differ between counterparties."""
    with tools().read() as session:
        rows = [
            row for row in to_sign(session, actor(), now=tools().clock()) if row.document_id in chosen.shown
        ]
        agreements = agreements_of(session, actor(), tuple(rows), blobs=tools().blobs)
    return {row.recipient_id: read_will(agreements[row.document_id][0], chosen.shown) for row in rows}
