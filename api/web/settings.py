"""Settings: our legal entities, outgoing mail, failed jobs and API keys."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of
from api.told import told, told_reason
from api.web.area import Area
from api.web.operation_words import job_word
from api.web.reading import asked_page, asked_text, asked_word, field
from api.web.words import REQUISITES
from docsvc.access import Right
from docsvc.actions.edit_legal_entity import add_legal_entity, edit_legal_entity
from docsvc.errors import BadInput
from docsvc.model import MailState
from docsvc.model.authority import FIELDS, terms_of
from docsvc.model.deal_warnings import doubtful_requisites
from docsvc.model.mchd import MOST_BYTES
from docsvc.queries.checklist import checklist
from docsvc.queries.jobs import dead_jobs, jobs
from docsvc.queries.organisation import EntityRow, entities, one_entity
from docsvc.queries.outgoing import PAGE, outgoing_letter, outgoing_mails
from docsvc.queries.paging import Page

area = Area("settings", __name__, url_prefix="/settings")

NOT_OURS = ("position", "tags", "name_genitive", "position_genitive", "brand_color")
"""Words of clients, and of the page of the brand."""

OWN_FIELDS = tuple(key for key in REQUISITES if key not in NOT_OURS)
COMPANY = ("name", "inn", "kpp", "ogrn", "full_name", "address", "city", "email", "phone")
BANK = ("bank_name", "bik", "account", "corr_account")
SIGNATORY = ("signatory_name", "signatory_position", "accountant_name")
APART = ("authority", "authority_until", "data_transfer_to", "marketing_about")
"""Fields that the page asks for each in its place."""

RARE = tuple(key for key in OWN_FIELDS if key not in {*COMPANY, *BANK, *SIGNATORY, *APART})
"""What most companies leave empty."""


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """Show what can be set up and what is not."""
    with tools().read() as session:
        set_up = tools().settings
        checks = checklist(session, smtp=set_up.smtp is not None, sms=set_up.sms is not None)
        dead, own = dead_jobs(session), entities(session, actor())
    return render_template("settings.html", checks=checks, dead=dead, entities=own, settings=tools().settings)


@area.page("/organisation/new", access=Right.ADMINISTER)
def new_entity() -> str:
    """Ask for the requisites of a new company of ours."""
    return _entity(None)


@area.page("/organisation/new", access=Right.ADMINISTER, post=True)
def add_entity() -> Response | tuple[str, HTTPStatus]:
    """Make it."""
    given = _requisites()
    try:
        with tools().work() as work:
            add_legal_entity(work, actor=actor(), requisites=given, mchd=_mchd())
    except BadInput as refusal:
        return _entity(None, given=given, problem=_told(refusal)), status_of(refusal)
    flash(_("Компания добавлена."), "success")
    _doubt(given)
    return redirect(url_for("settings.index"), HTTPStatus.SEE_OTHER)


@area.page("/organisation/<entity_id>", access=Right.ADMINISTER)
def entity(entity_id: str) -> str:
    """Show the requisites of one of our companies."""
    with tools().read() as session:
        found = one_entity(session, actor(), entity_id)
    return _entity(found)


@area.page("/organisation/<entity_id>", access=Right.ADMINISTER, post=True)
def edit_entity(entity_id: str) -> Response | tuple[str, HTTPStatus]:
    """Write the requisites down."""
    given = _requisites()
    try:
        with tools().work() as work:
            edit_legal_entity(work, entity_id, actor=actor(), requisites=given, mchd=_mchd())
    except BadInput as refusal:
        with tools().read() as session:
            found = one_entity(session, actor(), entity_id)
        return _entity(found, given=given, problem=_told(refusal)), status_of(refusal)
    flash(_("Реквизиты сохранены. Уже созданные документы остались прежними."), "success")
    _doubt(given)
    return redirect(url_for("settings.index"), HTTPStatus.SEE_OTHER)


@area.page("/mail", access=Right.ADMINISTER)
def mail() -> str:
    """List the outgoing messages with what the server answered."""
    state = asked_word(MailState, "state")
    with tools().read() as session:
        found = outgoing_mails(session, actor=actor(), state=state, search=asked_text(), page=asked_page())
    page = Page(found.mails, total=found.total, number=asked_page(), size=PAGE)
    return render_template(
        "mail.html", page=page, text=asked_text(), state=state, smtp=tools().settings.smtp is not None
    )


@area.page("/mail/<mail_id>", access=Right.ADMINISTER)
def letter(mail_id: str) -> str:
    """Show one message, its link and code masked, and its deliveries."""
    return _letter(mail_id)


@area.page("/mail/<mail_id>/reveal", access=Right.ADMINISTER, post=True)
def reveal(mail_id: str) -> str:
    """Show the link or the code that a message carries: recorded for good."""
    from docsvc.actions.reveal_mail import reveal_mail

    with tools().work() as work:
        revealed = reveal_mail(work, mail_id, actor=actor(), base_url=tools().settings.base_url)
    return _letter(mail_id, revealed=revealed)


@area.page("/jobs", access=Right.ADMINISTER)
def job_list() -> str:
    """List the work that is not done, the failed first."""
    with tools().read() as session:
        found = jobs(session, actor())
    return render_template("jobs.html", jobs=found, job_word=job_word)


@area.page("/jobs/<job_id>/replay", access=Right.ADMINISTER, post=True)
def replay(job_id: str) -> Response:
    """Let a failed job run once more."""
    from docsvc.actions.replay_job import replay_job

    with tools().work() as work:
        replay_job(work, job_id, actor=actor())
    flash(_("Задание снова в очереди."), "success")
    return redirect(url_for("settings.job_list"), HTTPStatus.SEE_OTHER)


def _letter(mail_id: str, revealed: object = None) -> str:
    with tools().read() as session:
        found = outgoing_letter(session, mail_id, actor=actor(), settings=tools().settings)
    return render_template("letter.html", letter=found, revealed=revealed)


def _doubt(given: Mapping[str, str]) -> None:
    """Tell of requisites that look like a slip of the hand: they go into every document."""
    doubts = [told(words) for _field, words in doubtful_requisites(given)]
    if doubts:
        flash(_("Проверьте реквизиты. %(doubts)s.", doubts="; ".join(doubts)), "warning")


def _requisites() -> dict[str, str]:
    asked = dict.fromkeys((*OWN_FIELDS, *(f"authority_{name}" for name in FIELDS)))
    return {key: field(key) for key in asked if key in request.form}


def _mchd() -> bytes:
    """Return the power of attorney that was attached; empty where none was."""
    file = request.files.get("authority_file")
    return file.read(MOST_BYTES + 1) if file else b""


def _entity(found: EntityRow | None, *, given: dict[str, str] | None = None, problem: str = "") -> str:
    stored = {"name": found.name, "inn": found.inn} | dict(found.details) if found else {}
    known = stored | (given or {})
    terms = terms_of(known) if given else _terms(known)
    groups = {"company": COMPANY, "bank": BANK, "signatory": SIGNATORY, "rare": RARE}
    return render_template(
        "entity.html", entity=found, known=known, groups=groups, terms=terms, problem=problem
    )


def _terms(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the authority as it is kept; one that was written down in words alone has its end at least."""
    return {"until": known.get("authority_until", "")} | (known.get("authority_terms") or {})


def _told(refusal: BadInput) -> str:
    """Name each field as the page does; the terms of an authority name themselves."""
    parts = (
        f"{REQUISITES[path]}: {told_reason(text)}" if path in REQUISITES else told_reason(text)
        for path, text in refusal.problems
    )
    return str(_(refusal.message) % {"summary": "; ".join(parts)})
