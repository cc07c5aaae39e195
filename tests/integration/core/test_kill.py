"""SIGKILL of everything at each named failpoint, then a restart: every outcome exists exactly once."""

import multiprocessing
import multiprocessing.forkserver
import multiprocessing.util
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from multiprocessing.context import ForkServerProcess

import pytest
from sqlalchemy import func, select

from docsvc.jobs.failpoints import FAILPOINTS
from docsvc.model import ArchiveEntry, Document, Kind, Mail, OutboxMessage, Signature
from docsvc.queries.trail import entries_of, verify_trail
from docsvc.verification import Outcome, verify_file
from docsvc.work import write_privately
from signing import verify
from tests.integration.core import story
from tests.integration.core.installation import Installation

PATIENCE_SECONDS = 150
MOST_FILES = 4096
SIGNERS = (("director@polaris.example", "Соколов А. В."), ("ivanov@vector.example", "Иванов И. И."))
RUNNER = EMBEDDED = "docsvc.supervisor.runner"
ACT, PRELOAD = "tests.integration.core.act", "docsvc.supervisor.preload"
COMMIT = "commit:document.signed"
IN_ORDER = (
    "after-claim",
    "after-render",
    "before-mail",
    "after-certify",
    COMMIT,
    "between-signatures",
    "before-seal",
    "before-certificate",
    "before-archive",
)
"""Every failpoint, as one life comes by them."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # on PostgreSQL: relay/test_failpoints
@pytest.mark.timeout(900)  # ten starts of everything, on a busy machine
def test_a_life_cut_off_at_every_failpoint_has_every_outcome_once(
    installation: Installation, deal_id: str
) -> None:
    assert {*IN_ORDER} == {*FAILPOINTS, COMMIT}
    contract = story.start(installation, deal_id, Kind.CONTRACT)
    for name in IN_ORDER:
        live_until(installation, contract, dies_at=name)
    with runner(environ_of(installation)):
        play(installation, contract, environ_of(installation), until=lambda _died: False)
    everything_is_there_once(installation, contract)


def live_until(installation: Installation, document_id: str, *, dies_at: str) -> None:
    """Go on with the document's life until everything is killed at the failpoint."""
    deadly = environ_of(installation) | {"DOCSVC_FAILPOINT": dies_at}
    with runner(deadly) as process:
        play(
            installation,
            document_id,
            deadly,
            until=lambda died: died or (dies_at != COMMIT and process.exitcode is not None),
        )
        killed = process.exitcode == -signal.SIGKILL
        assert killed or dies_at == COMMIT, f"{dies_at} was never reached"


def everything_is_there_once(installation: Installation, document_id: str) -> None:
    with installation.tools.read() as session:
        document = session.get_one(Document, document_id)
        signatures = (
            session.scalars(select(Signature).where(Signature.document_id == document_id)).unique().all()
        )
        packages = session.scalars(select(ArchiveEntry).where(ArchiveEntry.document_id == document_id)).all()
        bodies = [entry.body for entry in entries_of(session, document_id)]
        assert document.number == f"Д-{document.date.year}-0001"
        assert session.scalar(select(func.count()).select_from(Document)) == 1
        assert [signature.applied_at is not None for signature in signatures] == [True, True]
        assert len(packages) == 1
        assert not verify_trail(session).broken
        for kind in (b"rendered", b"certified", b"sent", b"sealed", b"completed", b"archived"):
            assert sum(b'"document.%s"' % kind in body for body in bodies) == 1, kind
        assert session.scalar(select(func.count()).select_from(Mail).where(Mail.template == "completed")) == 3
        final, package = document.version.final_blob or "", packages[0].package_blob
    roots = [installation.tools.keys.root_pem]
    verdict = verify(installation.tools.blobs.get(final), roots=roots)
    assert verdict.ok
    assert [each.field for each in verdict.signatures] == ["certification", "seller", "client", "seal"]
    assert verify_file(installation.tools.blobs.get(package), roots=roots).outcome is Outcome.CONFIRMED


def play(
    installation: Installation,
    document_id: str,
    environ: dict[str, str],
    *,
    until: Callable[[bool], bool],
) -> None:
    """Take each step that the document still needs until it is archived, or until `until` says stop.

    `until` is told whether the process of a signer was killed.
    """
    end, died = time.monotonic() + PATIENCE_SECONDS, False
    while not until(died) and (state := story.state_of(installation, document_id)) != "archived":
        assert time.monotonic() < end, f"stuck in {state}: {errors_of(installation)}"
        match state:
            case "draft" if story.version_of(installation, document_id).rendered_sha256:
                story.submit_only(installation, document_id)
            case "in_approval":
                for who in ("lawyer", "finance", "director"):
                    story.decide(installation, document_id, who)
            case "approved" if not waiting_mails(installation):
                story.send_only(installation, document_id)
            case "sent":
                died = sign_next(installation, document_id, environ=environ)
        time.sleep(0.05)


def waiting_mails(installation: Installation) -> bool:
    """Letters of the approval are sent before the life goes on: they are where `before-mail` lies."""
    undone = select(OutboxMessage.id).where(OutboxMessage.name == "mail", OutboxMessage.done_at.is_(None))
    with installation.tools.read() as session:
        return session.scalars(undone).first() is not None


def sign_next(installation: Installation, document_id: str, *, environ: dict[str, str]) -> bool:
    """Let the next signer sign in a process of their own; tell whether it was killed."""
    signed = select(func.count()).select_from(Signature).where(Signature.document_id == document_id)
    with installation.tools.read() as session:
        email, typed = SIGNERS[session.scalar(signed) or 0]
    process = begin(ACT, environ, document_id, email, typed)
    process.join()
    return process.exitcode == -signal.SIGKILL


def begin(module: str, environ: dict[str, str], *arguments: str) -> ForkServerProcess:
    """Begin a process as `python -m module` would, in a session of its own: forked where all is imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD, RUNNER, ACT])
    process = context.Process(target=run, args=(module, environ, arguments))
    process.start()
    return process


def run(module: str, environ: dict[str, str], arguments: tuple[str, ...]) -> None:
    """Be that process."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environ)
    sys.argv[1:] = arguments
    if module == EMBEDDED:
        fork_a_server()
    import_module(module).main()


def fork_a_server() -> None:
    """Let the fork server of the runner's hands be forked before anything is opened: it has all imported."""
    write_privately()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiprocessing.util, "spawnv_passfds", forked)
        multiprocessing.forkserver.ensure_running()


def forked(_program: str, arguments: list[str], kept: Iterable[int]) -> int:
    """Fork what would be started as `python -c …` with no files but the `kept`; return its id."""
    pid = os.fork()
    if pid == 0:
        try:
            close_all_but(kept)
            exec(arguments[-1], {})  # the words of the standard library
        finally:
            os._exit(0)
    return pid


def close_all_but(kept: Iterable[int]) -> None:
    """Close every file but the standard ones and these."""
    bounds = [2, *sorted(kept), MOST_FILES]
    for low, high in pairwise(bounds):
        os.closerange(low + 1, high)


def environ_of(installation: Installation) -> dict[str, str]:
    return os.environ | {
        "DOCSVC_DATA": str(installation.folder),
        "DOCSVC_DATABASE_URL": installation.settings.database_url,
        "DOCSVC_RUNNERS": "1",
    }


@contextmanager
def runner(environ: dict[str, str]) -> Iterator[ForkServerProcess]:
    process = begin(RUNNER, environ)
    try:
        yield process
    finally:
        process.terminate()
        process.join(PATIENCE_SECONDS)


def errors_of(installation: Installation) -> list[str]:
    with installation.tools.read() as session:
        return list(session.scalars(select(OutboxMessage.error).where(OutboxMessage.error != "")))
