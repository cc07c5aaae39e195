"""Relays and workers in threads of the test: the real ones, with what they do to hand."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock, Thread

from sqlalchemy import func, select

from docsvc.jobs import run_job
from docsvc.mail.post import post_to_user
from docsvc.model import OutboxMessage, OutboxState, Queue, User, new_id
from docsvc.relay.connection import connect
from docsvc.relay.doorbell import Doorbell
from docsvc.relay.leases import Holder
from docsvc.relay.offer import Names
from docsvc.relay.outbox import Claim
from docsvc.relay.relay import Relay
from docsvc.relay.worker import OutboxWorker
from docsvc.supervisor.relay import run
from docsvc.tools import Tools
from tests.integration.core.installation import Installation
from tests.services.redis import RedisServer

PATIENCE_SECONDS = 180
_numbers = count()


@dataclass(slots=True)
class Done:
    """Which messages were done, in order and as often as they were; each costs `seconds`."""

    seconds: float = 0.0
    ids: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, held: Claim) -> str:
        time.sleep(self.seconds)
        with self._lock:
            self.ids.append(held.id)
        return ""

    def wait_for_more(self) -> None:
        before = len(self.ids)
        wait_until(lambda: len(self.ids) > before)


def promise(installation: Installation, name: str, times: int = 1) -> set[str]:
    """Promise work that is due now; return the ids of its rows."""
    with installation.tools.work() as work:
        for _ in range(times):
            work.later(name, {"document": new_id()}, key=f"{name}:{next(_numbers)}")
        work.session.flush()
        found = select(OutboxMessage.id).where(OutboxMessage.key.like(f"{name}:%"))
        return set(work.session.scalars(found.where(OutboxMessage.state == OutboxState.WAITING.value)))


def promise_letters(installation: Installation, times: int) -> None:
    """Promise letters to the administrator, each another one."""
    with installation.tools.work() as work:
        administrator = work.get(User, installation.people["administrator"].id)
        for _ in range(times):
            post_to_user(work, "failed", administrator, job="render")


def undone(installation: Installation) -> int:
    """Return how many messages of those that are due are not done."""
    waiting = select(func.count()).where(
        OutboxMessage.state.in_([OutboxState.WAITING.value, OutboxState.LEASED.value]),
        OutboxMessage.due_at <= installation.clock(),
    )
    with installation.tools.read() as session:
        return session.scalar(waiting) or 0


def wait_until(true: Callable[[], bool], *, patience: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


def worker_of(
    tools: Tools,
    redis: RedisServer,
    queue: Queue,
    *,
    do: Callable[[Claim], str] | None = None,
) -> OutboxWorker:
    """Return a worker that has not begun; without `do` it does what jobs do."""
    holder = Holder(f"{queue.value}-{next(_numbers)}", queue.value, tools.clock())
    return OutboxWorker(
        tools,
        holder,
        connect(redis.url),
        do=do or (lambda held: run_job(tools, held.name, held.payload)),
    )


@contextmanager
def working(workers: Sequence[OutboxWorker]) -> Iterator[None]:
    threads = [Thread(target=worker.work) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.leave()
        for thread in threads:
            thread.join()


@contextmanager
def ringing(tools: Tools, redis: RedisServer, relays: int = 1) -> Iterator[None]:
    stopping = Event()
    with ExitStack() as stack:
        threads = []
        for number in range(relays):
            client = stack.enter_context(connect(redis.url))
            relay = Relay(tools, Doorbell(client, Names(tools.secrets.mark)), f"relay-{number}")
            threads.append(Thread(target=run, args=(tools, relay, stopping)))
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stopping.set()
            for thread in threads:
                thread.join()


@contextmanager
def running(command: list[str], environ: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command, and end whatever of its group is left."""
    process = subprocess.Popen(command, env=environ, start_new_session=True)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def holders(installation: Installation) -> set[str]:
    """Return who holds work."""
    leased = select(OutboxMessage.worker).where(OutboxMessage.state == OutboxState.LEASED.value)
    with installation.tools.read() as session:
        return set(session.scalars(leased))
