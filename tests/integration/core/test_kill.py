"""SIGKILL of everything at each named failpoint, then a restart: every outcome exists exactly once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from docsvc.jobs.failpoints import FAILPOINTS
from docsvc.model import ArchiveEntry, Document, Kind, Mail, OutboxMessage, Signature
from docsvc.queries.trail import entries_of, verify_trail
from docsvc.verification import Outcome, verify_file
from signing import verify
from tests.integration.core import story
from tests.integration.core.installation import Installation

PATIENCE_SECONDS = 60
SIGNERS = (("director@polaris.example", "Соколов А. В."), ("ivanov@vector.example", "Иванов И. И."))


EVERYWHERE = (*FAILPOINTS, "commit:document.signed")
CASES = [
    *(("sqlite", name) for name in EVERYWHERE),
    *(("postgresql", name) for name in ("after-claim", "between-signatures", "commit:document.signed")),
]
"""Where a job dies is the same on both databases: PostgreSQL gets the ones that leave locks and leases."""


@pytest.mark.parametrize(("database_url", "name"), CASES, indirect=["database_url"])
def test_nothing_is_lost_or_doubled_by_a_kill(installation: Installation, deal_id: str, name: str) -> None:
    document_id = live_through(installation, deal_id, failpoint=name)
    with installation.tools.read() as session:
        document = session.get_one(Document, document_id)
        signatures = (
            session.scalars(select(Signature).where(Signature.document_id == document_id)).unique().all()
        )
        packages = session.scalars(select(ArchiveEntry).where(ArchiveEntry.document_id == document_id)).all()
        kinds = [entry.body for entry in entries_of(session, document_id)]
        assert document.number == "Д-2026-0001"
        assert session.scalar(select(func.count()).select_from(Document)) == 1
        assert [signature.applied_at is not None for signature in signatures] == [True, True]
        assert len(packages) == 1
        assert not verify_trail(session).broken
        assert sum(b'"document.sealed"' in body for body in kinds) == 1
        assert sum(b'"document.completed"' in body for body in kinds) == 1
        mails = select(func.count()).select_from(Mail).where(Mail.template == "completed")
        assert session.scalar(mails) == 3
        final, package = document.version.final_blob or "", packages[0].package_blob
    roots = [installation.tools.keys.root_pem]
    verdict = verify(installation.tools.blobs.get(final), roots=roots)
    assert verdict.ok
    assert [each.field for each in verdict.signatures if each.field in {"seller", "client"}] == [
        "seller",
        "client",
    ]
    assert verify_file(installation.tools.blobs.get(package), roots=roots).outcome is Outcome.CONFIRMED


def live_through(installation: Installation, deal_id: str, *, failpoint: str) -> str:
    """Play a contract's life with a runner that dies at the failpoint once and is started again."""
    environ = os.environ | {
        "DOCSVC_DATA": str(installation.folder),
        "DOCSVC_DATABASE_URL": installation.settings.database_url,
        "DOCSVC_RUNNERS": "1",
    }
    deadly = environ | {"DOCSVC_FAILPOINT": failpoint}
    contract = story.start(installation, deal_id, Kind.CONTRACT)
    with runner(deadly) as first:
        steps = played(installation, contract, environ=deadly)
        for _ in steps:
            if first.poll() is not None:
                break
        assert first.poll() == -signal.SIGKILL or failpoint.startswith("commit:")
    with runner(environ):
        for _ in played(installation, contract, environ=environ):
            pass
    return contract


def played(installation: Installation, document_id: str, *, environ: dict[str, str]) -> Iterator[str]:
    """Take each step that the document still needs until it is archived; yield its state while waiting."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (state := story.state_of(installation, document_id)) != "archived":
        assert time.monotonic() < end, f"stuck in {state}: {errors_of(installation)}"
        match state:
            case "draft" if story.version_of(installation, document_id).rendered_sha256:
                story.submit_only(installation, document_id)
            case "in_approval":
                for who in ("lawyer", "finance", "director"):
                    story.decide(installation, document_id, who)
            case "approved":
                story.send_only(installation, document_id)
            case "sent":
                sign_next(installation, document_id, environ=environ)
        yield state
        time.sleep(0.05)


def sign_next(installation: Installation, document_id: str, *, environ: dict[str, str]) -> None:
    with installation.tools.read() as session:
        done = session.scalar(
            select(func.count()).select_from(Signature).where(Signature.document_id == document_id),
        )
    email, typed = SIGNERS[done or 0]
    command = [sys.executable, "-m", "tests.integration.core.act", document_id, email, typed]
    subprocess.run(command, env=environ, start_new_session=True, check=False)


@contextmanager
def runner(environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "docsvc.supervisor.runner"],
        env=environ,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def errors_of(installation: Installation) -> list[str]:
    with installation.tools.read() as session:
        return list(session.scalars(select(OutboxMessage.error).where(OutboxMessage.error != "")))
