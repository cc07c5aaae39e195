"""What a line of the log says, and what it cannot say."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from docsvc.observe import logs
from docsvc.observe.form import Form
from docsvc.observe.lines import scrubbed, told

NAME, EMAIL, CODE = "Кузнецова Елена", "kuznetsova@polaris.example", "482913"
LINK = "pV3kQ0mS8uYw1x5bH2nJ7tRfZaLcEdGi"
DOCUMENT = "0199b1f2-7c1e-7d3a-8f4b-2a6c9e0d1b57"


class Written:
    """The lines that a configured process has written."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    def text(self) -> str:
        return self.stream.getvalue()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]

    def last(self) -> dict[str, Any]:
        return self.lines()[-1]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    """Configure this process's log, and put everything back."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", stream)
    hooks = (sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook"), (warnings, "showwarning")
    for holder, name in hooks:
        monkeypatch.setattr(holder, name, getattr(holder, name))
    logs.configure("web", form=Form.JSON)
    logs.begin()
    yield Written(stream)
    logs.begin()
    root.handlers[:] = before
    root.setLevel(level)


def test_a_line_is_json_with_the_request_the_document_and_the_process(written: Written) -> None:
    logs.begin(request="0123456789abcdef", document=DOCUMENT)
    logs.logger("docsvc.jobs").info("job", name="render", outcome="done", ms=12.5)
    line = written.last()
    assert line.pop("time").endswith("Z")
    assert line.pop("pid") > 0
    assert line == {
        "level": "info",
        "event": "job",
        "role": "web",
        "request": "0123456789abcdef",
        "document": DOCUMENT,
        "name": "render",
        "outcome": "done",
        "ms": 12.5,
        "logger": "docsvc.jobs",
    }


def test_the_next_request_of_a_thread_knows_nothing_of_the_one_before(written: Written) -> None:
    logs.begin(request="0123456789abcdef", document=DOCUMENT)
    logs.begin(request="fedcba9876543210")
    logs.logger("api.x").info("request")
    assert "document" not in written.last()
    assert written.last()["request"] == "fedcba9876543210"


@pytest.mark.parametrize("key", ["email", "link", "said", "error", "trace", "causes"])
def test_a_key_that_is_not_known_is_left_out(written: Written, key: str) -> None:
    logs.logger("docsvc.x").info("mail", **{key: EMAIL})
    assert EMAIL not in written.text()


@pytest.mark.parametrize("key", ["document", "job", "request", "worker", "route", "reason", "event"])
@pytest.mark.parametrize("value", [NAME, EMAIL, CODE, LINK, f"/s/{LINK}", f"Bearer {LINK}"])
def test_no_known_key_has_room_for_a_person_a_code_or_a_link(written: Written, key: str, value: str) -> None:
    line = {"event": "mail", key: value}
    logs.logger("docsvc.x").info(line.pop("event"), **line)
    assert value not in written.text()


def test_a_library_is_heard_without_what_it_fills_in(written: Written) -> None:
    logging.getLogger("gunicorn.error").warning("Error handling request %s", f"/s/{LINK}")
    logging.getLogger("pypdf").error(f"cannot read the name of John Smith, {EMAIL}")  # noqa: G004
    logging.getLogger("some.library").error("Failed to %s", f"https://polaris.example/{NAME}")
    assert [line.get("said") for line in written.lines()] == [
        "Error handling request %s",
        None,
        "Failed to %s",
    ]


def test_what_our_own_packages_write_without_an_event_says_only_that_they_wrote(written: Written) -> None:
    logging.getLogger("signing.x").warning("no certificate of %s", NAME)
    assert written.last()["event"] == "library_said"
    assert NAME not in written.text()


def test_an_exception_is_told_by_kind_and_place_and_never_by_what_it_quotes(written: Written) -> None:
    try:
        try:
            int(NAME)
        except ValueError as cause:
            raise LookupError(f"no letter for {EMAIL}, code {CODE}") from cause
    except LookupError:
        logs.logger("docsvc.x").exception("job_failed")
    line = written.last()
    assert (line["error"], line["causes"]) == ("LookupError", ["ValueError"])
    assert line["trace"][-1].startswith("unit/observe/test_logs.py:")
    assert not {part for part in (NAME, EMAIL, CODE) if part in written.text()}


def test_an_error_of_the_system_says_what_the_system_said() -> None:
    assert told(PermissionError(13, "Permission denied", f"/home/{NAME}"))["said"] == "Permission denied"
    assert told(AttributeError("'NoneType' object has no attribute 'pages'"))["said"].endswith("'pages'")


def test_a_loop_of_causes_is_told_once_through() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert len(told(one)["causes"]) < 10


def test_the_end_of_a_process_or_thread_is_a_line_like_any_other(written: Written) -> None:
    error = RuntimeError(f"{NAME} {EMAIL}")
    sys.excepthook(RuntimeError, error, None)
    thread = threading.Thread(target=int, args=(NAME,))
    thread.start()
    thread.join()
    assert [line["event"] for line in written.lines()] == ["process_failed", "process_failed"]
    assert NAME not in written.text()


class Falling:
    def __del__(self) -> None:
        raise ValueError(NAME)


def test_what_python_could_only_ignore_is_a_line_like_any_other(written: Written) -> None:
    Falling()
    assert (written.last()["event"], written.last()["error"]) == ("exception_ignored", "ValueError")
    assert NAME not in written.text()


def test_a_warning_of_the_language_is_told_by_its_kind(written: Written) -> None:
    warnings.showwarning(f"unclosed file of {NAME}", ResourceWarning, "/srv/docsvc/x.py", 1)
    assert NAME not in written.text()
    assert (written.last()["event"], written.last()["reason"]) == ("python_warned", "resourcewarning")


def test_on_a_terminal_the_line_is_for_people(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", written.stream)  # pytest has put its own there meanwhile
    logs.configure("web", form=Form.TEXT)
    logs.logger("docsvc.x").info("started", count=2)
    assert "started" in written.text()
    assert "count=2" in written.text()
    assert not written.text().startswith("{")


@pytest.mark.parametrize("hidden", [NAME, EMAIL, CODE, LINK, "postgresql://docs:secret@db/docs", "Ян"])
def test_scrubbing_leaves_no_name_address_code_or_link(hidden: str) -> None:
    left = scrubbed(f"cannot reach {hidden} now")
    assert hidden not in left
    assert left.startswith("cannot reach")
