"""Documents made by two worker processes that Redis tells of work, beside one: `docsvc worker`."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from time import monotonic, perf_counter, sleep

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select

from bench.installation import Installation, Place
from bench.measure import figure
from bench.report import Goal, Row
from docsvc.demo.stage import free_port
from docsvc.model import DocumentVersion, RenderState

PATIENCE_SECONDS = 300.0
LOOK_SECONDS = 0.02
FIRST_FREE = 500_000  # no other block counts its deals so far
BEGUN = 4
"""One part in so many is made before the clock starts: every process has its first document behind it."""


def rows(here: Place) -> Iterator[Row]:
    """Time bulks by one process and by two, in turns. Nothing without a Redis or a Valkey."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        return
    numbers, rates = count(FIRST_FREE), {1: list[float](), 2: list[float]()}
    documents = max(BEGUN, here.size.documents // 2)
    with _redis(program) as url:
        for turn in range(max(1, here.size.rounds // 3)):
            for workers in (1, 2) if turn % 2 else (2, 1):
                for _ in range(documents * workers):
                    here.installation.quote(next(numbers))
                with _workers(here.installation, url, workers):
                    rates[workers].append(_rate(here.installation, documents * workers))
    one, two = (figure(rates[workers], "doc/s") for workers in (1, 2))
    yield Row("quotes by two worker processes", two, "by one", one, Goal(1.8, beside=True))


@contextmanager
def _redis(program: str) -> Iterator[str]:
    port = free_port()
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as process:
        url = f"redis://127.0.0.1:{port}/0"
        try:
            _wait_for(url)
            yield url
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    end = monotonic() + PATIENCE_SECONDS
    with Redis.from_url(url) as client:
        while monotonic() < end:
            with suppress(RedisError):
                client.ping()
                return
            sleep(LOOK_SECONDS)
    raise TimeoutError("Redis does not start")


@contextmanager
def _workers(installation: Installation, url: str, workers: int) -> Iterator[None]:
    command = [sys.executable, "-m", "docsvc", "worker", "--queues", f"render:{workers}"]
    environ = installation.environ | {"DOCSVC_REDIS_URL": url}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _rate(installation: Installation, documents: int) -> float:
    """Return the documents made a second, from when all processes are at work until the last one."""
    left = documents - documents // BEGUN
    _wait_until(installation, left)
    began, at_work = perf_counter(), _pending(installation)
    _wait_until(installation, 0)
    return at_work / (perf_counter() - began)


def _wait_until(installation: Installation, most: int) -> None:
    end = monotonic() + PATIENCE_SECONDS
    while _pending(installation) > most:
        if monotonic() > end:
            raise TimeoutError("the workers do not make the documents")
        sleep(LOOK_SECONDS)


def _pending(installation: Installation) -> int:
    waiting = select(func.count()).where(DocumentVersion.render_state == RenderState.PENDING.value)
    with installation.tools.read() as session:
        return session.scalar(waiting) or 0
