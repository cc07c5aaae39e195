"""`docsvc serve`: processes that come back when they die, are renewed on the fly and go when told."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from tests.integration.core.installation import make_installation
from tests.services.ports import free_port
from tests.services.redis import RedisServer
from tests.services.scrape import value

PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, redis_session: RedisServer
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """One server for all; at the end it stops when it is told, and leaves nothing behind."""
    folder = tmp_path_factory.mktemp("serve") / "data"
    make_installation(folder, database_url=f"sqlite:///{folder}/docsvc.sqlite3").tools.database.dispose()
    port = free_port()
    command = [sys.executable, "-m", "docsvc", "serve", "--port", str(port)]
    environ = os.environ | {"DOCSVC_DATA": str(folder), "DOCSVC_RUNNERS": "1"}
    environ |= {"DOCSVC_REDIS_URL": redis_session.url, "DOCSVC_SMTPURL": "smtp://misspelled.example"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, start_new_session=True, stderr=log)
    url = f"http://127.0.0.1:{port}/login"
    try:
        wait_until(lambda: answers(url))
        yield process, url
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0
        assert not answers(url)
        assert child(process.pid, "") is None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=30).is_success
    except httpx.HTTPError:
        return False


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def children(parent: int, word: str = "") -> list[int]:
    """Find living child processes by a word of their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().decode()
                above = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError):
                continue
            if above == parent and command and word in command:
                found.append(int(entry.name))
    return found


def child(parent: int, word: str) -> int | None:
    return next(iter(children(parent, word)), None)


def lives(pid: int) -> bool:
    """Tell whether a process is there; one that nobody has buried yet is not."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


@pytest.mark.parametrize("word", ["docsvc.supervisor.runner", "gunicorn"])
def test_what_dies_is_started_again(served: tuple[subprocess.Popen[bytes], str], word: str) -> None:
    process, url = served
    wait_until(lambda: child(process.pid, word) is not None)
    first = child(process.pid, word)
    assert first is not None
    left_behind = children(first)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: child(process.pid, word) not in {None, first})
    wait_until(lambda: not any(map(lives, left_behind)))
    wait_until(lambda: answers(url))


def test_what_its_web_processes_need_is_imported_once_before_them(
    served: tuple[subprocess.Popen[bytes], str],
) -> None:
    process, url = served
    wait_until(lambda: answers(url))
    master = child(process.pid, "gunicorn")
    assert "/lxml/etree." in Path(f"/proc/{master}/maps").read_text()


def test_it_reloads_without_a_failed_request(served: tuple[subprocess.Popen[bytes], str]) -> None:
    process, url = served
    words = ("gunicorn", "docsvc.supervisor.runner", "docsvc.supervisor.relay")
    wait_until(lambda: None not in {child(process.pid, word) for word in words})
    before = {child(process.pid, word) for word in words}
    with visitors(url) as met:
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in before))
    assert set(met) == {200}
    wait_until(lambda: None not in {child(process.pid, word) for word in words})


def test_its_figures_are_those_of_every_process_and_its_log_is_json(
    served: tuple[subprocess.Popen[bytes], str],
) -> None:
    process, url = served
    told = httpx.get(url.replace("/login", "/metrics"), timeout=120).text
    assert value(told, "docsvc_http_requests_total", route="login.form", status="200") >= 1
    assert value(told, "docsvc_database_up") == 1
    written = Path(f"/proc/{process.pid}/fd/2").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.splitlines()]
    assert {line["route"] for line in lines if line["event"] == "request"} == {"login.form"}
    assert {line["role"] for line in lines} >= {"web"}
    assert {line["place"] for line in lines if line["event"] == "setting_unknown"} == {"DOCSVC_SMTPURL"}


@contextmanager
def visitors(url: str) -> Iterator[list[int | str]]:
    """Ask for a page again and again, on kept connections and on new ones; yield what was answered."""
    met: list[int | str] = []
    over = Event()

    def visit(client: httpx.Client | None) -> None:
        while not over.is_set():
            try:
                met.append((client or httpx).get(url, timeout=120).status_code)
            except httpx.HTTPError as error:
                met.append(type(error).__name__)
            over.wait(0.02)  # a server that has the cores to itself is renewed in a third of the time

    with httpx.Client() as kept, httpx.Client() as another:
        threads = [Thread(target=visit, args=(client,)) for client in (kept, another, None)]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(met) > 10)
        yield met
        so_far = len(met)
        wait_until(lambda: len(met) > so_far + 10)
        over.set()
        for thread in threads:
            thread.join()
