"""A runner of a mailing that is killed: after a commit by a failpoint, or with half of a batch written."""

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from docsvc.actions.copy_document import copy_document
from docsvc.config import read_settings
from docsvc.wiring import open_tools
from tests.integration.core.installation import Clock, Installation
from tests.integration.mailing.steps import run_batches

PATIENCE_SECONDS = 120


def run_and_die(installation: Installation, *, failpoint: str = "", number: int = 0) -> None:
    """Let another process do batches until it is killed: at the failpoint, or at the copy of that number."""
    environ = os.environ | {
        "DOCSVC_DATA": str(installation.folder),
        "DOCSVC_DATABASE_URL": installation.settings.database_url,
        "DOCSVC_FAILPOINT": failpoint,
    }
    process = multiprocessing.get_context("forkserver").Process(target=_run, args=(environ, number))
    process.start()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode == -signal.SIGKILL, f"it went on: {process.exitcode}"


def _run(environ: dict[str, str], number: int) -> None:
    os.setsid()  # a failpoint kills whatever is in the session
    os.environ.clear()
    os.environ.update(environ)

    def copy_or_die(*args: Any, **more: Any) -> Any:
        if more["number"] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return copy_document(*args, **more)

    settings = read_settings(os.environ)
    here = Installation(
        tools=open_tools(settings), clock=Clock(), settings=settings, folder=Path(settings.data)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("docsvc.actions.send_copies.copy_document", copy_or_die)
        run_batches(here)
