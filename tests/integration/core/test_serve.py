"""`docsvc serve`: two processes that come back when they die and go when they are told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from docsvc.demo.stage import free_port
from tests.integration.core.installation import make_installation

PATIENCE_SECONDS = 40


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    folder = tmp_path / "data"
    make_installation(folder, database_url=f"sqlite:///{folder}/docsvc.sqlite3").tools.database.dispose()
    port = free_port()
    command = [sys.executable, "-m", "docsvc", "serve", "--port", str(port)]
    environ = os.environ | {"DOCSVC_DATA": str(folder), "DOCSVC_RUNNERS": "1"}
    environ |= {"DOCSVC_DATABASE_URL": f"sqlite:///{folder}/docsvc.sqlite3"}
    process = subprocess.Popen(command, env=environ, start_new_session=True)
    yield process, f"http://127.0.0.1:{port}/login"
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def child(parent: int, word: str) -> int | None:
    """Find a child process by a word of its command line."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().decode()
                above = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError):
                continue
            if above == parent and word in command:
                return int(entry.name)
    return None


@pytest.mark.parametrize("word", ["docsvc.supervisor.runner", "gunicorn"])
def test_what_dies_is_started_again(served: tuple[subprocess.Popen[bytes], str], word: str) -> None:
    process, url = served
    wait_until(lambda: answers(url))
    wait_until(lambda: child(process.pid, word) is not None)
    first = child(process.pid, word)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: child(process.pid, word) not in {None, first})
    wait_until(lambda: answers(url))


def test_it_stops_when_it_is_told_and_leaves_nothing_behind(
    served: tuple[subprocess.Popen[bytes], str],
) -> None:
    process, url = served
    wait_until(lambda: answers(url))
    process.terminate()
    assert process.wait(PATIENCE_SECONDS) == 0
    assert not answers(url)
    assert child(process.pid, "") is None
