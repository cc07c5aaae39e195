"""The folder of a node: it goes with the node, and when that was killed with the next one."""

import fcntl
import os
import tempfile
from pathlib import Path

import pytest

from docsvc.observe import metrics
from docsvc.supervisor.scratch import FOLDER, HELD, move_in, scratch


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary files of a machine; whoever moves does it for one test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_it_goes_with_its_node_and_so_does_that_of_one_that_was_killed(machine: Path) -> None:
    killed, foreign = machine / "docsvc-node-killed", machine / "docsvc-node-of-something-else"
    for left in (killed, foreign):
        left.mkdir()
    (killed / HELD).touch()
    (killed / "contract.docx").touch()
    with scratch() as told:
        folder = Path(told[FOLDER])
        assert Path(told[metrics.FOLDER]).is_dir()
        assert not killed.exists()
        assert foreign.exists()
    assert not folder.exists()


def test_that_of_a_node_that_lives_is_left_alone() -> None:
    with scratch() as told:
        if (child := os.fork()) == 0:
            with scratch():
                os._exit(0 if Path(told[FOLDER]).exists() else 1)
        assert os.waitpid(child, 0)[1] == 0


def test_one_that_is_just_beginning_is_not_taken_for_a_dead_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    lockf = fcntl.lockf

    def at_the_wrong_moment(handle: int, how: int) -> None:
        monkeypatch.undo()
        if (another := os.fork()) == 0:
            with scratch():
                os._exit(0)
        os.waitpid(another, 0)
        lockf(handle, how)

    monkeypatch.setattr(fcntl, "lockf", at_the_wrong_moment)
    with scratch() as told:
        assert Path(told[FOLDER], HELD).exists()


def test_it_stays_while_a_process_of_a_killed_node_still_works_in_it(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = machine / "docsvc-node-killed"
    folder.mkdir()
    monkeypatch.setenv(FOLDER, str(folder))
    said, say = os.pipe()
    hear, told_to_go = os.pipe()
    if (worker := os.fork()) == 0:
        os.close(told_to_go)
        move_in()
        os.write(say, b"in")
        os.read(hear, 1)
        os._exit(0)
    os.read(said, 2)
    with scratch():
        assert folder.exists()
    os.close(told_to_go)
    os.waitpid(worker, 0)
    with scratch():
        assert not folder.exists()
    for each in (said, say, hear):
        os.close(each)


def test_who_has_moved_in_keeps_temporary_files_there_and_so_does_whom_it_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with scratch() as told:
        monkeypatch.setenv(FOLDER, told[FOLDER])
        if (child := os.fork()) == 0:
            move_in()
            os._exit(0 if tempfile.gettempdir() == os.environ["TMPDIR"] == told[FOLDER] else 1)
        assert os.waitpid(child, 0)[1] == 0


def test_where_there_is_none_nobody_moves(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(machine / "gone"))
    move_in()
    assert tempfile.gettempdir() == str(machine)
