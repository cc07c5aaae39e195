"""A file from anybody is checked by a clerk of its own, within bounds, at a desk that holds nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from docsvc.cli.one_check import check_file
from docsvc.verification import Outcome, Report, apart, read_report, verify_file
from docsvc.verification.apart import ANYBODYS, check_safely
from signing import Keys, Trusted, create_authority, seal

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = "a secret that only we know"
_GET_DUMPABLE = 3  # PR_GET_DUMPABLE


@pytest.fixture(scope="module", autouse=True)
def _desk() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCSVC_SECRET", SECRET)
        yield
        apart.close()


@pytest.fixture(scope="module")
def keys() -> Keys:
    authority = create_authority(organisation="ООО «Полярная звезда»", passphrase=b"passphrase", now=AT)
    return Keys.load(authority, b"passphrase")


@pytest.fixture(scope="module")
def sealed(keys: Keys) -> bytes:
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(made)
    return seal(made.getvalue(), keys, reason="", at=AT)


def codes(report: Report) -> list[str]:
    return [each.code for each in report.findings]


def desk() -> int:
    """The process at which clerks are forked."""
    check_safely(b"", trusted=Trusted())
    assert apart._room.desk is not None
    return apart._room.desk.process.pid


def test_a_clerk_answers_what_we_would(sealed: bytes, keys: Keys) -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    trusted = Trusted((keys.root_pem,), frozenset({"ab" * 32}), known_at=moment)
    for data in (sealed, sealed + b"x", sealed[:-9], b"PK\x03\x04", b"", b"{"):
        report = check_safely(data, trusted=trusted)
        assert report == verify_file(data, trusted=trusted, language="ru")
    with_hash = check_safely(sealed, trusted=trusted, sha256="0" * 64, language="en")
    assert with_hash == verify_file(sealed, trusted=trusted, sha256="0" * 64)
    beside = check_safely(sealed, trusted=trusted, certificate=sealed)
    assert beside == verify_file(sealed, trusted=trusted, certificate=sealed, language="ru")


def test_the_desk_holds_nothing_of_ours() -> None:
    about = Path(f"/proc/{desk()}")
    assert SECRET.encode() not in (about / "environ").read_bytes()
    assert b"DOCSVC" not in (about / "environ").read_bytes()
    opened = {str(each.readlink()).partition(":")[0] for each in (about / "fd").iterdir()}
    assert opened <= {"socket", "/dev/null"}
    code = "import sys, docsvc.verification.file; from docsvc.verification import desk; desk._leave(); "
    code += f"print(desk.ctypes.CDLL(None).prctl({_GET_DUMPABLE}, 0, 0, 0, 0), *sys.modules)"
    shown, *loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert shown == "0", "a clerk that was taken over could look into the desk"
    assert not {"sqlalchemy", "docsvc.config", "docsvc.model", "flask", "redis"} & set(loaded)


def test_a_clerk_is_gone_after_one_file_and_the_desk_stays() -> None:
    first, second = desk(), desk()
    assert first == second
    children, end = Path(f"/proc/{first}/task/{first}/children"), time.monotonic() + 120
    while children.read_text():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_command_line_checks_apart_too(tmp_path: Path) -> None:
    apart.close()
    file = tmp_path / "file"
    file.write_bytes(b"x")
    report = check_file(file, trusted=Trusted(), certificate=None, language="ru")
    assert codes(report) == ["unknown_kind"]
    assert apart._room.desk is not None


def test_more_memory_than_the_bound_is_an_answer() -> None:
    large = b"no kind" + bytes(2**23)
    assert codes(check_safely(large, trusted=Trusted())) == ["unknown_kind"]
    tight = replace(ANYBODYS, memory=2**27)
    assert codes(check_safely(large, trusted=Trusted(), bounds=tight)) == ["heavy"]


def test_whoever_takes_too_long_is_ended_by_the_clock() -> None:
    asked = {"bounds": asdict(replace(ANYBODYS, seconds=1)), "parts": 1}
    with apart._room.clerk() as clerk:
        clerk.send_bytes(json.dumps(asked).encode())  # and the file never comes
        with pytest.raises(EOFError):
            clerk.recv_bytes()


def test_where_the_desk_was_killed_another_is_opened() -> None:
    before = desk()
    os.kill(before, signal.SIGKILL)
    assert codes(check_safely(b"x", trusted=Trusted())) == ["unknown_kind"]
    assert desk() != before


@pytest.mark.parametrize("answer", [[], 1, {"findings": []}, {"findings": [{}], "signatures": []}])
def test_what_is_no_report_is_not_taken_for_one(answer: object) -> None:
    with pytest.raises(ValueError, match="no report"):
        read_report(answer)


def test_a_report_comes_back_as_it_was(sealed: bytes) -> None:
    report = verify_file(sealed)
    assert report.outcome is Outcome.UNCONFIRMED
    assert read_report(json.loads(json.dumps(report.plain()))) == report
