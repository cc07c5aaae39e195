"""`docsvc worker` with everything that can happen to it, to Redis, and in between."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from docsvc.model import Delivery, OutboxMessage, WorkerSeen
from docsvc.relay import outbox
from tests.integration.core.installation import Installation, make_installation
from tests.integration.relay.crew import (
    holders,
    promise_letters,
    running,
    undone,
    wait_until,
)
from tests.services.ports import free_port
from tests.services.postgres import Postgres
from tests.services.redis import RedisServer
from tests.services.smtp import Mailbox, running_smtp

LETTERS = 20
TRIES = 3


@pytest.fixture(scope="module")
def letterbox() -> Iterator[Mailbox]:
    with running_smtp() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def installation(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    url = postgres.url(postgres.create(template=postgres_template))
    made = make_installation(tmp_path_factory.mktemp("fleet") / "data", database_url=url)
    yield made
    made.tools.database.dispose()


@pytest.fixture(scope="module")
def environ(installation: Installation, redis_session: RedisServer, letterbox: Mailbox) -> Mapping[str, str]:
    return os.environ | {
        "DOCSVC_DATA": str(installation.folder),
        "DOCSVC_DATABASE_URL": installation.settings.database_url,
        "DOCSVC_REDIS_URL": redis_session.url,
        "DOCSVC_SMTP_URL": f"smtp://{letterbox.host}:{letterbox.port}",
    }


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def fleet(installation: Installation, environ: Mapping[str, str], port: int) -> Iterator[int]:
    """Two workers and their relay, as an administrator starts them."""
    asked = ("--queues", "mail,scan", "--health-port", str(port))
    command = [sys.executable, "-m", "docsvc", "worker", *asked]
    with running(command, environ) as process:
        wait_until(lambda: len(seen(installation)) == 2)
        yield process.pid
        process.terminate()
        assert process.wait(120) == 0
    assert seen(installation) == {}, "whoever says goodbye is not told of any more"


def seen(installation: Installation) -> dict[str, str]:
    with installation.tools.read() as session:
        return {each.name: each.queue for each in session.scalars(select(WorkerSeen))}


def test_redis_goes_and_comes_back_empty_and_nobody_dies_of_it(
    fleet: int, installation: Installation, redis_server: RedisServer, letterbox: Mailbox
) -> None:
    before = set(children(fleet))
    promise_letters(installation, LETTERS)
    wait_until(lambda: bool(letterbox.deliveries))
    redis_server.kill()
    promise_letters(installation, 1)
    time.sleep(1)
    assert undone(installation)
    redis_server.start()
    wait_until(lambda: not undone(installation))
    assert set(children(fleet)) == before
    with installation.tools.read() as session:
        assert set(Counter(session.scalars(select(Delivery.mail_id))).values()) == {1}
    sent = [each.message["Message-ID"] for each in list(letterbox.deliveries)]
    assert len(sent) == len(set(sent)) > LETTERS


def test_a_node_of_workers_tells_how_it_is(fleet: int, port: int, redis_server: RedisServer) -> None:
    wait_until(lambda: httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=60).is_success)
    assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=60).is_success
    assert "docsvc_outbox" in httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=60).text


def test_a_worker_that_is_killed_has_a_successor_who_finishes_its_work_at_once(
    fleet: int, installation: Installation, redis_server: RedisServer, letterbox: Mailbox
) -> None:
    """Where leases are waited for, that is so each time; on a busy machine the successor starts as slowly."""
    assert any(is_finished_at_once(fleet, installation, letterbox) for _ in range(TRIES))


def is_finished_at_once(fleet: int, installation: Installation, letterbox: Mailbox) -> bool:
    """Kill a worker at work; tell whether another went on before its lease would have ended."""
    with letterbox.changed:  # the mail server hangs, and whoever hands a letter over
        promise_letters(installation, 1)
        wait_until(lambda: bool(holders(installation)))
        (name,) = holders(installation)
        os.kill(pid_of(name, fleet), signal.SIGKILL)
    wait_until(lambda: not undone(installation))
    with installation.tools.read() as session:
        newest = select(OutboxMessage).where(OutboxMessage.name == "mail").order_by(OutboxMessage.id.desc())
        row = session.scalars(newest.limit(1)).one()
        assert (row.attempts, row.worker == name) == (2, False)
        assert row.started_at is not None
        return row.started_at - row.created_at < outbox.LEASE


def pid_of(name: str, parent: int) -> int:
    """Find a worker of the fleet by the number of its place."""
    queue, number = name.partition(":")[0].rsplit("-", 1)
    pids = [pid for pid in children(parent) if queue in command_of(pid)]
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                if link.readlink().name == f"{queue}-{number}":
                    return pid
    raise AssertionError(name)


def children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in listed]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
