"""A node that is told to renew its workers has one for every queue all the while."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from docsvc.config import read_settings
from docsvc.model import Queue
from docsvc.supervisor import workers
from docsvc.supervisor.children import Child
from docsvc.supervisor.ready import answering, ready_folder, say_ready
from docsvc.supervisor.scratch import FOLDER


def test_whoever_works_says_so_for_whom_the_supervisor_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ready_folder(str(tmp_path))
    say_ready(1)
    monkeypatch.setenv(FOLDER, str(tmp_path))
    say_ready(7)
    assert (answering(folder, 1), answering(folder, 7)) == (0, 1)


def test_the_next_worker_of_a_queue_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Child] = []

    def keep(children: Sequence[Child], **_: object) -> None:
        started.extend(children)
        say_ready(os.getpid())
        waited_for = [each for each in children if each.ready is not None]
        assert [each.ready(os.getpid()) for each in waited_for if each.ready] == [True] * 3
        assert not any(each.ready(1) for each in waited_for if each.ready)

    monkeypatch.setattr(workers, "keep_running", keep)
    for what in ("workers.write_privately", "workers.logs.configure"):  # they are for the whole process
        monkeypatch.setattr(f"docsvc.supervisor.{what}", lambda *_, **__: None)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    settings = read_settings({"DOCSVC_DATA": str(tmp_path), "DOCSVC_REDIS_URL": "redis://127.0.0.1:1/0"})
    workers.work(settings, {Queue.RENDER: 2, Queue.SEAL: 1}, begun=lambda: None)
    assert [each.command[-1] for each in started if each.ready] == ["render", "render", "seal"]
