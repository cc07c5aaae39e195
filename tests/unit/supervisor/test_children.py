"""Processes that have to be there, and the ones that take over from them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docsvc.supervisor.children import Child
from docsvc.supervisor.parent import PARENT

SLEEPER = ["sleep", "600"]


@pytest.fixture
def child() -> Iterator[Child]:
    """One whose next process is ready when a test says so."""
    child = Child(SLEEPER, os.environ)
    child.keep()
    yield child
    child.leave()
    child.wait(time.monotonic() + 5)


def pid_of(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def _wait_for(process: "subprocess.Popen[bytes] | None") -> None:
    assert process is not None
    process.wait(120)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_next_takes_over_when_it_is_ready_and_not_before(child: Child) -> None:
    ready = False
    child.ready = lambda _pid: ready
    first = pid_of(child)
    child.reload()
    child.keep()
    assert pid_of(child) == first
    ready = True
    child.keep()
    assert pid_of(child) != first
    (left,) = child.leaving
    assert left.wait(120) != 0
    child.keep()
    assert (left.pid, child.leaving) == (first, [])


def test_a_reload_that_does_not_start_leaves_the_one_before(child: Child) -> None:
    child.ready = lambda _pid: False
    first = pid_of(child)
    child.command = ["false"]
    child.reload()
    _wait_for(child.following)
    child.keep()
    assert (pid_of(child), child.lives) == (first, True)
    assert child.following is None


def test_one_that_does_not_tell_is_renewed_after_it_is_gone(child: Child) -> None:
    first = pid_of(child)
    child.reload()
    _wait_for(child.process)
    child.started = 0.0
    child.keep()
    assert pid_of(child) != first


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system of Linux")
def test_whoever_was_started_goes_when_its_supervisor_is_killed() -> None:
    waits = (
        "from docsvc.supervisor.parent import go_with_parent as go; import time; go(); print(1, flush=True); "
    )
    waits += "time.sleep(600)"
    starts = f"""
import os, subprocess, sys, time
environ = os.environ | {{{PARENT!r}: str(os.getpid())}}
print(subprocess.Popen([sys.executable, "-c", {waits!r}], env=environ).pid, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", starts], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        assert supervisor.stdout.readline() == "1\n"
        supervisor.kill()
        until(lambda: not _lives(pid))


def _lives(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
