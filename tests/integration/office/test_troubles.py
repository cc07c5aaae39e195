"""LibreOffice dies, hangs, wears out and is left behind: the next document comes out all the same."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer
from time import monotonic, sleep

import pytest

from templates import ConversionFailed, office
from templates.office import keeper
from templates.office.protection import Protection
from tests.integration.office.kit import contract, group, huge, is_gone, session, soffice, words

pytestmark = pytest.mark.needs("soffice")

DOCX = contract(lines=3)
SLOW_SECONDS = 100  # for a slow machine: what nothing stops would go on for minutes
BEGIN = """
import os, sys, time
sys.path.insert(0, os.getcwd())
from pathlib import Path
from templates import office
from templates.office import instance
from templates.office.protection import Protection
instance.protection = lambda: Protection(sys.argv[1])
office.to_pdf(Path(sys.argv[2]).read_bytes())
print(office._keepers[os.getpid()]._instance.session, flush=True)
"""


def begin(code: str, folder: Path, shut_in: Protection = Protection.FOLDER) -> "subprocess.Popen[str]":
    """Start a process that has converted a document and goes on with `code`."""
    file = folder.with_suffix(".docx")
    file.write_bytes(DOCX)
    command = [sys.executable, "-c", BEGIN + code, shut_in, str(file)]
    surroundings = os.environ | {"TMPDIR": str(folder)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings)


def told(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_the_same_libreoffice_makes_one_document_after_another() -> None:
    office.to_pdf(DOCX)
    first = session()
    assert "Договор" in words(office.to_pdf(DOCX))
    assert session() == first


def test_when_libreoffice_is_killed_between_documents_the_next_one_comes_out() -> None:
    office.to_pdf(DOCX)
    first = session()
    os.kill(soffice(first), signal.SIGKILL)
    assert "Договор" in words(office.to_pdf(DOCX))
    assert session() != first
    assert is_gone(first)


def test_when_libreoffice_is_killed_at_work_the_document_is_made_anew(shut_in: Protection) -> None:
    assert any(is_replaced_when_killed_at_work() for _ in range(5)), "it was never killed in time"


def is_replaced_when_killed_at_work() -> bool:
    """Kill it at work; tell whether another made the document, for on a busy machine the kill may be late."""
    office.to_pdf(DOCX)
    first = session()
    kill = Timer(0.05, os.kill, (soffice(first), signal.SIGKILL))
    kill.start()
    assert "Договор" in words(office.to_pdf(DOCX))
    kill.join()
    return session() != first


def test_when_libreoffice_hangs_the_deadline_ends_it_with_all_its_processes(
    shut_in: Protection, folder: Path
) -> None:
    office.to_pdf(DOCX)
    first = session()
    os.kill(soffice(first), signal.SIGSTOP)
    began = monotonic()
    with pytest.raises(ConversionFailed, match="не готово за 1 с"):
        office.to_pdf(DOCX, seconds=1)
    assert monotonic() - began < SLOW_SECONDS
    assert is_gone(first)
    assert "Договор" in words(office.to_pdf(DOCX))


def test_when_everything_hangs_the_deadline_holds_too(shut_in: Protection, folder: Path) -> None:
    office.to_pdf(DOCX)
    first = session()
    os.killpg(first, signal.SIGSTOP)
    with pytest.raises(ConversionFailed, match="не готово за 1 с"):
        office.to_pdf(DOCX, seconds=1)
    assert is_gone(first)


def test_a_huge_document_is_stopped_in_time() -> None:
    office.to_pdf(DOCX)
    first, began = session(), monotonic()
    with pytest.raises(ConversionFailed, match="не готово за 3 с"):
        office.to_pdf(huge(), seconds=3)
    assert monotonic() - began < SLOW_SECONDS
    assert is_gone(first)


@pytest.mark.parametrize("garbage", [b"", b"garbage", DOCX[:-300], b"%PDF-1.7", b"PK\x03\x04" + bytes(500)])
def test_what_is_no_document_is_refused_and_the_next_one_comes_out(garbage: bytes) -> None:
    with pytest.raises(ConversionFailed):
        office.to_pdf(garbage, seconds=20)
    assert "Договор" in words(office.to_pdf(DOCX))


def test_after_so_many_documents_libreoffice_is_replaced(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "DOCUMENTS", 4)
    sessions = []
    for _ in range(2):
        for _ in range(3):
            assert office.to_pdf(DOCX).startswith(b"%PDF")
        sessions.append(session())
        assert office.to_pdf(DOCX).startswith(b"%PDF")
    assert len(set(sessions)) == 2
    assert all(map(is_gone, sessions))


def test_threads_take_turns() -> None:
    with ThreadPoolExecutor(3) as threads:
        assert all("Договор" in words(pdf) for pdf in threads.map(office.to_pdf, [DOCX] * 4))


def test_start_returns_at_once_and_the_document_meets_it(fresh: None) -> None:
    office.start()
    coming = office._keepers[os.getpid()]._instance
    assert coming is None or not coming.is_ready
    assert "Договор" in words(office.to_pdf(DOCX))


def test_stopping_leaves_no_process_and_no_file(shut_in: Protection, folder: Path) -> None:
    office.to_pdf(DOCX)
    last = session()
    office.stop()
    assert not group(last)
    assert not list(folder.iterdir())


def test_after_stopping_it_can_be_asked_again(fresh: None) -> None:
    office.to_pdf(DOCX)
    office.stop()
    assert "Договор" in words(office.to_pdf(DOCX))


def test_a_killed_process_takes_its_libreoffice_along(shut_in: Protection, tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    with begin("time.sleep(600)", folder, shut_in) as process:
        left = told(process)
        process.kill()
    assert is_gone(left)
    assert _is_empty(folder)


def test_a_process_that_ends_by_itself_takes_it_along_too(shut_in: Protection, tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    with begin("", folder, shut_in) as process:
        left = told(process)
        assert process.wait(120) == 0
    assert is_gone(left)
    assert _is_empty(folder)


def test_a_forked_child_has_a_libreoffice_of_its_own(tmp_path: Path) -> None:
    code = """
child = os.fork()
if child == 0:
    office.to_pdf(Path(sys.argv[2]).read_bytes())
    print(office._keepers[os.getpid()]._instance.session, flush=True)
    office.stop()
    os._exit(0)
os.waitpid(child, 0)
office.to_pdf(Path(sys.argv[2]).read_bytes())
"""
    with begin(code, tmp_path) as process:
        ours, childs = told(process), told(process)
        assert process.wait(120) == 0
    assert ours != childs
    assert is_gone(ours)
    assert is_gone(childs)


def test_two_processes_work_at_once_each_with_its_own(tmp_path: Path) -> None:
    again = "[office.to_pdf(Path(sys.argv[2]).read_bytes()) for _ in range(2)]"
    with begin(again, tmp_path / "a") as one, begin(again, tmp_path / "b") as other:
        assert told(one) != told(other)
        assert [one.wait(120), other.wait(120)] == [0, 0]


def _is_empty(folder: Path) -> bool:
    until = monotonic() + SLOW_SECONDS
    while list(folder.iterdir()) and monotonic() < until:
        sleep(0.02)
    return not list(folder.iterdir())
