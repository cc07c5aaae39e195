"""Settings: our legal entities, outgoing mail, failed jobs and API keys."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of
from api.web.area import Area
from api.web.reading import asked_page, asked_text, asked_word, field
from api.web.words import REQUISITES
from docsvc.access import Right
from docsvc.actions.edit_legal_entity import add_legal_entity, edit_legal_entity
from docsvc.errors import BadInput
from docsvc.model import MailState
from docsvc.queries.checklist import checklist
from docsvc.queries.jobs import dead_jobs, jobs
from docsvc.queries.organisation import EntityRow, entities, one_entity
from docsvc.queries.outgoing import PAGE, outgoing_letter, outgoing_mails
from docsvc.queries.paging import Page

area = Area("settings", __name__, url_prefix="/settings")

OF_CLIENTS = ("position", "name_genitive", "position_genitive")
OWN_FIELDS = tuple(key for key in REQUISITES if key not in OF_CLIENTS)


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """Show what can be set up and what is not."""
    with tools().read() as session:
        checks = checklist(session, smtp=tools().settings.smtp is not None)
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
            add_legal_entity(work, actor=actor(), requisites=given)
    except BadInput as refusal:
        return _entity(None, given=given, problem=refusal.text(_)), status_of(refusal)
    flash(_("Компания добавлена."), "success")
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
            edit_legal_entity(work, entity_id, actor=actor(), requisites=given)
    except BadInput as refusal:
        with tools().read() as session:
            found = one_entity(session, actor(), entity_id)
        return _entity(found, given=given, problem=refusal.text(_)), status_of(refusal)
    flash(_("Реквизиты сохранены. Уже созданные документы остались прежними."), "success")
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
    return render_template("jobs.html", jobs=found)


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


def _requisites() -> dict[str, str]:
    return {key: field(key) for key in OWN_FIELDS if key in request.form}


def _entity(found: EntityRow | None, *, given: dict[str, str] | None = None, problem: str = "") -> str:
    stored = {"name": found.name, "inn": found.inn} | dict(found.details) if found else {}
    known = stored | (given or {})
    return render_template("entity.html", entity=found, known=known, fields=OWN_FIELDS, problem=problem)
