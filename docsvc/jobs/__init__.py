"""The work that is promised in a transaction and done outside of it.

A job gets ids, reads what it needs, works with no transaction open, and attaches its result in one. It may
run twice or be cut off anywhere, so it asks first whether its result is already there.
"""

import traceback
from collections.abc import Callable, Mapping
from time import perf_counter

from docsvc.errors.phrase import Phrase
from docsvc.jobs.approval_clock import recount_clocks, wake_clock
from docsvc.jobs.archive import archive_document
from docsvc.jobs.certificate import complete_document
from docsvc.jobs.expire import expire_dispatch
from docsvc.jobs.failpoints import failpoint
from docsvc.jobs.forget_edit import forget_edit
from docsvc.jobs.lasting import arm_all, make_lasting
from docsvc.jobs.leave_seat import leave_seat
from docsvc.jobs.lost_signatory import tell_of_signatory
from docsvc.jobs.mailing import mail_copies, withdraw_batch
from docsvc.jobs.mchd import check_mchd
from docsvc.jobs.prepare import prepare_dispatch
from docsvc.jobs.remind import remind_recipients
from docsvc.jobs.render import render_version
from docsvc.jobs.seal import seal_document
from docsvc.jobs.seal_ends import warn_of_end
from docsvc.jobs.send_mail import send_mail
from docsvc.jobs.sign import apply_signatures
from docsvc.jobs.trial import run_trial_rows
from docsvc.jobs.weekly_figures import send_figures
from docsvc.observe import logs, metrics
from docsvc.tools import Tools

log = logs.logger(__name__)

Payload = Mapping[str, str]

JOBS: dict[str, Callable[[Tools, Payload], None]] = {
    "render": render_version,
    "prepare": prepare_dispatch,
    "sign": apply_signatures,
    "seal": seal_document,
    "complete": complete_document,
    "archive": archive_document,
    "expire": expire_dispatch,
    "remind": remind_recipients,
    "mail": send_mail,
    "trial": run_trial_rows,
    "leave_seat": leave_seat,
    "signatory_lost": tell_of_signatory,
    "approval_clock": wake_clock,
    "approval_clocks": recount_clocks,
    "weekly_figures": send_figures,
    "lasting": make_lasting,
    "lasting_all": arm_all,
    "seal_ends": warn_of_end,
    "mailing": mail_copies,
    "mchd": check_mchd,
    "mailing_withdraw": withdraw_batch,
    "forget_edit": forget_edit,
}
"""The allow-list: a message that names anything else is refused."""


def run_job(tools: Tools, name: str, payload: Payload, *, job: str = "") -> str:
    """Do one job and return an empty string, or the traceback of what went wrong.

    `job` is the id of its message, for the log.
    """
    logs.begin(name=name, job=job, document=payload.get("document", ""), request=payload.get("request", ""))
    failpoint(tools, "after-claim")
    begun = perf_counter()
    error = _done(tools, name, payload)
    _tell(name, seconds=perf_counter() - begun, failed=bool(error))
    logs.begin()  # what the process tells from here on is no longer about this job
    return error


def _done(tools: Tools, name: str, payload: Payload) -> str:
    job = JOBS.get(name)
    if job is None:
        log.error("job_unknown")
        return Phrase("этой версии задание «%(name)s» неизвестно: обновите docsvc на узле", name=name)
    try:
        job(tools, payload)
    except Exception as error:
        log.warning("job_failed", exc_info=error)
        return traceback.format_exc()
    return ""


def _tell(name: str, *, seconds: float, failed: bool) -> None:
    """Count the job and write one line about it; a name that nobody knows is no label."""
    known, outcome = name if name in JOBS else "unknown", "failed" if failed else "done"
    metrics.JOBS.labels(known, outcome).inc()
    metrics.JOB_SECONDS.labels(known).observe(seconds)
    log.info("job", outcome=outcome, ms=round(seconds * 1000, 1))
