"""What stands and why: always empty, or with the button that mends it."""

from collections.abc import Callable
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import words_of
from api.web.area import Area
from api.web.reading import field
from api.web.words import Sign
from docsvc.access import Right, may
from docsvc.actions.change_approver import change_approver
from docsvc.actions.pause_approval import resume_approval
from docsvc.actions.remind_approver import remind_approver
from docsvc.actions.replay_job import replay_job
from docsvc.actions.restart_approval import restart_approval
from docsvc.actions.resume_document_job import resume_document_job
from docsvc.errors import DocsvcError
from docsvc.queries.absences import kept_ids
from docsvc.queries.stuck import Stuck, stuck_approvals
from docsvc.queries.stuck_jobs import Machine, stuck_jobs
from docsvc.work import Work

area = Area("stuck", __name__, url_prefix="/stuck")

SIGNS: dict[Stuck | Machine, Sign] = {
    Stuck.NOBODY: Sign(lazy_gettext("Решать некому"), "users", "bad"),
    Stuck.BROKEN: Sign(lazy_gettext("Никого не просят решить"), "alert-triangle", "bad"),
    Stuck.PAUSED: Sign(lazy_gettext("Приостановлено"), "hourglass", "warn"),
    Stuck.SILENT: Sign(lazy_gettext("Молчат"), "clock", "warn"),
    Machine.RENDER_FAILED: Sign(lazy_gettext("PDF не собрался"), "file-x", "bad"),
    Machine.HANGS: Sign(lazy_gettext("Файл не готовится"), "hourglass", "bad"),
    Machine.DEAD: Sign(lazy_gettext("Задание остановилось"), "activity", "bad"),
}


@area.page("", access=Right.SEND)
def index() -> str:
    """List everything that stands of what the reader may mend."""
    now = tools().clock()
    with tools().read() as session:
        approvals = stuck_approvals(session, actor(), now=now)
        jobs = stuck_jobs(session, actor(), now=now)
        reachable = kept_ids(session, actor()) if approvals else frozenset()
    return render_template(
        "stuck.html",
        approvals=approvals,
        jobs=jobs,
        reachable=reachable,
        signs=SIGNS,
        administers=may(actor(), Right.ADMINISTER),
    )


@area.page("/<document_id>/approver", access=Right.SEND, post=True)
def change(document_id: str) -> Response:
    """Ask somebody else."""
    return _mend(
        lambda work: change_approver(
            work,
            document_id,
            actor=actor(),
            task_id=field("task"),
            to_user_id=field("to"),
            reason=_("Согласование стояло: решать было некому или ответа не было."),
        ),
        _("Решение передано другому согласующему, ему написали."),
    )


@area.page("/<document_id>/remind", access=Right.SEND, post=True)
def remind(document_id: str) -> Response:
    """Write to those who are silent."""
    return _mend(lambda work: remind_approver(work, document_id, actor=actor()), _("Напомнили."))


@area.page("/<document_id>/resume", access=Right.SEND, post=True)
def resume(document_id: str) -> Response:
    """Go on with what is paused."""
    reason = _("Продолжено со страницы «Что застряло».")
    return _mend(
        lambda work: resume_approval(work, document_id, actor=actor(), reason=reason),
        _("Согласование продолжено."),
    )


@area.page("/<document_id>/restart", access=Right.SEND, post=True)
def restart(document_id: str) -> Response:
    """Begin the approval again, by the route as it is now."""
    reason = _("Согласование стояло и начато заново.")
    return _mend(
        lambda work: restart_approval(work, document_id, actor=actor(), reason=reason),
        _("Согласование начато заново по нынешнему маршруту."),
    )


@area.page("/<document_id>/job", access=Right.ADMINISTER, post=True)
def push(document_id: str) -> Response:
    """Try the document's job again now."""
    return _mend(
        lambda work: resume_document_job(work, document_id, actor=actor()), _("Задание снова в очереди.")
    )


@area.page("/jobs/<job_id>/replay", access=Right.ADMINISTER, post=True)
def replay(job_id: str) -> Response:
    """Let a failed job run once more."""
    return _mend(lambda work: replay_job(work, job_id, actor=actor()), _("Задание снова в очереди."))


def _mend(act: Callable[[Work], object], done: str) -> Response:
    """Do it and come back; a refusal is told where the buttons are."""
    try:
        with tools().work() as work:
            act(work)
    except DocsvcError as refusal:
        flash(words_of(refusal), "danger")
    else:
        flash(done, "success")
    return redirect(url_for("stuck.index"), HTTPStatus.SEE_OTHER)
