"""What a process of the embedded runner's pool does."""

import os
import resource
import signal
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docsvc.config import Settings

MEMORY_BYTES = 4 * 1024**3
"""Address space of one hand. Templates are filled in elsewhere, within narrower walls: `templates.limits`."""

QUIET_SECONDS = 20
"""A hand that has had nothing to do for so long warms up: not in the way of the start or of others."""


def serve_hand(pipe: Connection) -> None:
    """Say that it is ready, do each job that arrives by `pipe`; end when the runner closes it, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    from docsvc.config import read_settings
    from docsvc.observe import logs

    settings = read_settings(os.environ)
    logs.configure("hand", form=settings.log)
    log = logs.logger(__name__)
    try:
        _work(settings, pipe)
    except Exception as error:
        log.critical("process_failed", exc_info=error)  # multiprocessing would print all that it quotes
        raise SystemExit(1) from None


def _work(settings: "Settings", pipe: Connection) -> None:
    from docsvc.jobs import run_job
    from docsvc.wiring import open_tools
    from docsvc.work.database import WORKER
    from templates import limits, office

    tools = open_tools(settings, use=WORKER)
    warm = False
    try:
        pipe.send(None)
        while True:
            if not warm and not pipe.poll(QUIET_SECONDS):
                limits.start()  # both in the background; a job that comes before opens what it needs
                office.start()
                warm = True
            name, payload, job = pipe.recv()
            pipe.send(run_job(tools, name, payload, job=job))
    except (EOFError, ConnectionError):  # the runner has closed the pipe, or was killed while we were busy
        office.stop()
        limits.stop()
