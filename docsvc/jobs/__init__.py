"""The work that is promised in a transaction and done outside of it.

A job gets ids, reads what it needs, works with no transaction open, and attaches its result in one. It may
run twice or be cut off anywhere, so it asks first whether its result is already there.
"""

import traceback
from collections.abc import Callable, Mapping

from docsvc.jobs.archive import archive_document
from docsvc.jobs.certificate import complete_document
from docsvc.jobs.expire import expire_dispatch
from docsvc.jobs.failpoints import failpoint
from docsvc.jobs.prepare import prepare_dispatch
from docsvc.jobs.render import render_version
from docsvc.jobs.seal import seal_document
from docsvc.jobs.send_mail import send_mail
from docsvc.jobs.sign import apply_signatures
from docsvc.tools import Tools

Payload = Mapping[str, str]

JOBS: dict[str, Callable[[Tools, Payload], None]] = {
    "render": render_version,
    "prepare": prepare_dispatch,
    "sign": apply_signatures,
    "seal": seal_document,
    "complete": complete_document,
    "archive": archive_document,
    "expire": expire_dispatch,
    "mail": send_mail,
}
"""The allow-list: a message that names anything else is refused."""


def run_job(tools: Tools, name: str, payload: Payload) -> str:
    """Do one job and return an empty string, or the traceback of what went wrong."""
    failpoint(tools, "after-claim")
    job = JOBS.get(name)
    if job is None:
        return f"нет такого задания: {name!r}"
    try:
        job(tools, payload)
    except Exception:  # noqa: BLE001 -- a job's failure is recorded in the outbox, whatever it is
        return traceback.format_exc()
    return ""
