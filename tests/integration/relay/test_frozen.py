"""A worker that stands still and comes back, and one that hangs: in an installation where no other works."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from docsvc.model import OutboxMessage, OutboxState, Queue
from docsvc.relay.leases import end_leases
from docsvc.relay.outbox import LOST
from docsvc.supervisor.place import take_place
from tests.integration.core.installation import Installation, make_installation
from tests.integration.relay.crew import (
    holders,
    promise,
    ringing,
    running,
    undone,
    wait_until,
    worker_of,
    working,
)
from tests.integration.relay.quick import FILE, LEASE
from tests.services.redis import RedisServer


@pytest.fixture
def installation(postgres_url: str, tmp_path: Path) -> Iterator[Installation]:
    made = make_installation(tmp_path / "data", database_url=postgres_url)
    yield made
    made.tools.database.dispose()


def test_a_worker_frozen_past_its_lease_is_not_believed_and_one_that_hangs_in_c_ends(
    installation: Installation, redis_server: RedisServer, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.integration.relay.quick", "scan"]
    file = tmp_path / "go on"
    environ = os.environ | {
        "DOCSVC_DATA": str(installation.folder),
        "DOCSVC_DATABASE_URL": installation.settings.database_url,
        "DOCSVC_REDIS_URL": redis_server.url,
        FILE: str(file),
    }
    (frozen,) = promise(installation, "lasting_all")
    with running(command, environ) as process, ringing(installation.tools, redis_server):
        wait_until(lambda: bool(holders(installation)))
        (name,) = holders(installation)
        time.sleep(1.5 * LEASE.total_seconds())
        assert holders(installation) == {name}, "it gives signs of life"
        os.kill(process.pid, signal.SIGSTOP)
        other = worker_of(installation.tools, redis_server, Queue.SCAN, do=lambda _: "")
        with working([other]):
            wait_until(lambda: not undone(installation))
        file.touch()
        os.kill(process.pid, signal.SIGCONT)
        (hanging,) = promise(installation, "approval_clocks")
        assert process.wait(150) == 1, "what hangs in C ends its process"
    row = row_of(installation, frozen)
    assert (row.state, row.worker, row.attempts) == (OutboxState.DONE.value, other.name, 2)
    place = take_place(installation.folder, "scan")
    assert (place.before, end_leases(installation.tools, worker=place.before)) == (name, 1)
    row = row_of(installation, hanging)
    assert (row.state, row.error, row.worker) == (OutboxState.WAITING.value, LOST, name)
    with installation.tools.work() as work:
        work.get(OutboxMessage, hanging).state = OutboxState.DONE.value


def row_of(installation: Installation, row_id: str) -> OutboxMessage:
    with installation.tools.read() as session:
        return session.get_one(OutboxMessage, row_id)
