"""What is counted, and that two processes never count in one place."""

import os
from pathlib import Path

import pytest

from docsvc.observe import metrics
from docsvc.observe.slots import Slot
from tests.services.scrape import value


def test_two_processes_at_once_have_two_places(tmp_path: Path) -> None:
    mine = Slot(tmp_path)
    assert mine() == mine() == "0"
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        os.write(write, f"{mine()},{Slot(tmp_path)()}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 10).decode().split(",")[0] == "1"
    os.close(read)
    os.close(write)
    assert mine() == "0"


def test_a_step_is_timed_also_when_it_fails() -> None:
    with pytest.raises(ValueError, match="broken"), metrics.rendering("word"):
        raise ValueError("broken")
    told = metrics.counted().decode()
    assert value(told, "docsvc_renders_total", engine="word", outcome="failed") >= 1
    assert value(told, "docsvc_step_seconds_count", step="render") >= 1


def test_a_seal_that_failed_is_not_counted() -> None:
    with metrics.sealing("certify"):
        pass
    before = certified()
    with pytest.raises(ValueError, match="broken"), metrics.sealing("certify"):
        raise ValueError("broken")
    assert certified() == before > 0


def certified() -> float:
    return value(metrics.counted().decode(), "docsvc_seals_total", act="certify")
