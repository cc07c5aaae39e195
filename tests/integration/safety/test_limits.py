"""Work on what came from outside is stopped within its limits, sees no secret, and leaves nothing behind."""

import json
import operator
import os
import pty
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from templates import RenderFailed, complete, library, render
from templates.errors import MissingFields, TooHeavy
from templates.limits import Broken, Limits, limited, stop, walls
from templates.limits.wire import read_answer, write
from tests.integration.safety.processes import below

power: Callable[[int, int], int] = operator.pow
QUICK = Limits(seconds=0.5)


@pytest.fixture(scope="module", autouse=True)
def _kitchen() -> Iterator[None]:
    yield
    stop()


def alive(pid: int) -> bool:
    """Tell whether a process is there, dead ones that nobody has looked after left out."""
    return command_of(pid) != b""


def command_of(pid: int) -> bytes:
    """Return the words that a process was started with; none of one that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 120
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_a_document_comes_out_as_it_does_without_limits() -> None:
    source = next(each for each in library() if each.code == "invoice")
    facts = complete(json.loads(source.text("sample.json")))
    assert limited(render)(source, facts) == render(source, facts)


def test_a_refusal_comes_back_as_it_was() -> None:
    source = next(each for each in library() if each.code == "invoice")
    with pytest.raises(MissingFields) as near:
        render(source, complete({}))
    with pytest.raises(MissingFields) as far:
        limited(render)(source, complete({}))
    assert str(far.value) == str(near.value)
    assert far.value.fields == near.value.fields


def test_a_refusal_with_a_constructor_of_its_own_comes_back() -> None:
    error = RenderFailed("template.html, строка 3", "нет поля")
    _, back = read_answer(write(("refused", error)))
    assert (type(back), str(back), back.part) == (RenderFailed, str(error), "template.html, строка 3")


def test_too_long_is_stopped() -> None:
    begun = time.monotonic()
    with pytest.raises(TooHeavy, match=r"0\.5 с"):
        limited(time.sleep, QUICK)(600)
    assert time.monotonic() - begun < 120


def test_too_much_computing_is_stopped() -> None:
    with pytest.raises(TooHeavy, match="процессора"):
        limited(power, Limits(cpu=1))(3, 10**9)


def test_too_much_memory_is_refused() -> None:
    with pytest.raises(TooHeavy, match="256 МБ памяти"):
        limited(bytes, Limits(memory=256 * 2**20))(2**30)


def test_a_crash_is_told() -> None:
    with pytest.raises(TooHeavy, match="аварийно"):
        limited(signal.raise_signal)(signal.SIGSEGV)


def test_the_next_call_after_a_crash_is_answered() -> None:
    with pytest.raises(TooHeavy):
        limited(os._exit)(3)
    assert limited(abs)(-1) == 1


def test_a_mistake_of_ours_comes_with_its_traceback() -> None:
    with pytest.raises(Broken, match="ZeroDivisionError"):
        limited(divmod)(1, 0)


def test_nothing_of_our_environment_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    stop()
    monkeypatch.setenv("DOCSVC_SMTP_URL", "smtp://user:secret@host")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    assert limited(os.getenv)("PATH")
    assert limited(os.getenv)("DOCSVC_SMTP_URL") is None
    assert b"secret" not in limited(Path.read_bytes)(Path("/proc/self/environ"))
    stop()


def test_no_other_computer_is_reached() -> None:
    with pytest.raises(Broken, match="PermissionError"):
        limited(socket.create_connection)(("127.0.0.1", 9))


def test_nothing_can_be_started() -> None:
    assert limited(os.system)("true")
    for start, args in ((os.fork, ()), (pty.fork, ()), (os.execv, ("/bin/true", ["true"]))):
        with pytest.raises(Broken, match="PermissionError"):
            limited(start)(*args)


def test_no_other_process_is_reached() -> None:
    with pytest.raises(Broken, match="PermissionError"):
        limited(os.kill)(1, 0)


@pytest.mark.skipif("bwrap" not in walls.command()[0], reason="bubblewrap does not work here")
@pytest.mark.parametrize("path", ["/etc/passwd", "/root", "/home", "/srv", "/var/lib", "/etc/hostname"])
def test_what_rendering_does_not_need_cannot_be_seen(path: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("тайна")
    assert limited(os.path.isfile)(str(secret)) is False
    with pytest.raises(Broken, match=r"FileNotFoundError|IsADirectory|PermissionError"):
        limited(Path.read_bytes)(Path(path))


@pytest.mark.skipif("bwrap" not in walls.command()[0], reason="bubblewrap does not work here")
def test_nothing_can_be_written_where_it_would_stay() -> None:
    with pytest.raises(Broken, match="Read-only"):
        limited(Path.write_bytes)(Path(sys.prefix) / "left", b"x")


def test_a_large_file_cannot_be_written() -> None:
    with pytest.raises((Broken, TooHeavy)):
        limited(Path.write_bytes)(Path("/tmp/left"), bytes(2**27))
    assert not Path("/tmp/left").exists() or Path("/tmp/left").stat().st_size <= 2**26


def test_an_answer_cannot_name_what_runs() -> None:
    class Exploit:
        def __reduce__(self) -> Any:
            return os.system, ("touch /tmp/exploited",)

    for value in (Exploit(), operator.methodcaller("x"), subprocess.Popen, limited):
        with pytest.raises(Exception, match="не может быть ответом"):
            read_answer(write(("done", value)))


def test_calls_at_once_do_not_mix() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(limited(abs), range(-40, 0))) == list(range(40, 0, -1))


def test_a_kitchen_that_died_is_opened_again() -> None:
    assert limited(abs)(-1) == 1
    kitchen = next(pid for pid in sorted(below()) if b"templates.limits" in command_of(pid))
    os.kill(kitchen, signal.SIGKILL)
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            assert limited(abs)(-1) == 1
            break
        except (TooHeavy, Broken):
            time.sleep(0.05)
    assert limited(abs)(-2) == 2


def test_it_goes_with_whoever_opened_it_even_when_that_is_killed() -> None:
    code = "from templates.limits import limited; import time; print(limited(abs)(-1), flush=True); "
    code += "limited(time.sleep)(600)"
    before = below()
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"1\n"
    opened = below() - before - {process.pid}
    assert opened
    process.kill()
    process.wait()
    process.stdout.close()
    assert soon(lambda: not any(map(alive, opened)))


def test_closing_leaves_no_process() -> None:
    before = below()
    limited(abs)(-1)
    stop()
    assert not (below() - before)


def test_a_home_that_is_closed_to_us_takes_no_walls_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".fonts").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert str(tmp_path / ".fonts") in walls._bubblewrap()
    may = os.access  # the tests may be run by root, who may do everything
    monkeypatch.setattr(
        os, "access", lambda path, mode: tmp_path not in Path(path).parents and may(path, mode)
    )
    assert str(tmp_path / ".fonts") not in walls._bubblewrap()
    assert "/usr" in walls._bubblewrap()


def test_without_bubblewrap_the_limits_hold_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stop()
    monkeypatch.setattr(walls, "bubblewrap_works", lambda: False)
    monkeypatch.setattr(walls, "_KEPT", (*walls._KEPT, "TMPDIR"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("DOCSVC_SECRET", "secret")
    before = below()
    test_a_document_comes_out_as_it_does_without_limits()
    test_too_long_is_stopped()
    test_no_other_computer_is_reached()
    test_nothing_can_be_started()
    assert limited(os.getenv)("DOCSVC_SECRET") is None
    stop()
    assert not (below() - before)
    assert list(tmp_path.iterdir()) == []
