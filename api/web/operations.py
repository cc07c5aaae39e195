"""How the service works right now: parts, queues and workers, what failed, and the button that mends it."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.health import answers
from api.web import operation_words
from api.web.area import Area
from docsvc.access import Right
from docsvc.actions.replay_job import replay_job
from docsvc.actions.replay_jobs import replay_jobs
from docsvc.health import Fault
from docsvc.queries.operations import operations

area = Area("operations", __name__, url_prefix="/settings/operations")

LAST_LINE = 240


@dataclass(frozen=True, slots=True)
class Layout:
    """Which of the two layouts runs, and where it keeps things."""

    redis: bool
    sqlite: bool
    local: bool


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """Show everything on one page, which keeps itself fresh."""
    findings = answers().health.examine()
    now = tools().clock()
    with tools().read() as session:
        work = operations(session, actor(), now=now)
    return render_template(
        "operations.html",
        now=now,
        work=work,
        findings=findings,
        ill=[each for each in findings if not each.well and each.fault is not Fault.UNKNOWN],
        layout=_layout(),
        redis=answers().health.redis(),
        say=operation_words,
        last_line=last_line,
    )


@area.page("/<name>/replay", access=Right.ADMINISTER, post=True)
def replay_kind(name: str) -> Response:
    """Try everything of one kind again."""
    with tools().work() as work:
        count = replay_jobs(work, name, actor=actor())
    flash(_("Снова в очереди: %(number)s.", number=count), "success")
    return _back()


@area.page("/jobs/<job_id>/replay", access=Right.ADMINISTER, post=True)
def replay_one(job_id: str) -> Response:
    """Try one job again."""
    with tools().work() as work:
        replay_job(work, job_id, actor=actor())
    flash(_("Задание снова в очереди."), "success")
    return _back()


def last_line(error: str) -> str:
    """Return the end of a traceback, which says what happened; the rest is on the page of jobs."""
    lines = error.strip().splitlines()
    return lines[-1][:LAST_LINE] if lines else ""


def _layout() -> Layout:
    parts = tools()
    return Layout(
        redis=bool(parts.settings.redis_url),
        sqlite=parts.database.is_sqlite,
        local=parts.blobs.folder is not None,
    )


def _back() -> Response:
    return redirect(url_for("operations.index"), HTTPStatus.SEE_OTHER)
