"""A Word redline: the new document with what was added and removed as tracked changes.

The comparison is done by the .NET program that python-redlines brings along. It reads what people upload, so
it runs with nothing but its own files, without network where bubblewrap is there, bounded in time and memory.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from templates.errors import TemplateError
from templates.phrase import Phrase

SECONDS = 30.0
MEMORY = 1_500 * 2**20
MAX_BYTES = 100 * 2**20
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ssl")
_FRESH = ("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp")  # noqa: S108 -- the sandbox's own
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class RedlineMissing(TemplateError):
    """The program that compares Word files is not there for this machine; all else works without it."""


class RedlineFailed(TemplateError):
    """Two Word files could not be compared: they are too large or too odd."""


def redline(old_docx: bytes, new_docx: bytes, *, author: str, at: datetime | None = None) -> bytes:
    """Give `new_docx` with its differences from `old_docx` as tracked changes by `author`.

    Both files must have passed the gate. Raises RedlineMissing, RedlineFailed.
    """
    program = unpacked()
    with tempfile.TemporaryDirectory(prefix="redline-") as name:
        folder = Path(name)
        (folder / "old.docx").write_bytes(old_docx)
        (folder / "new.docx").write_bytes(new_docx)
        _run(_command(program, folder, author=author, at=at or datetime.now(UTC)), folder)
        made = folder / "redline.docx"
        if not made.is_file() or not 0 < made.stat().st_size <= MAX_BYTES:
            raise RedlineFailed("Файлы Word не удалось сравнить.")
        return made.read_bytes()


def _command(program: Path, folder: Path, *, author: str, at: datetime) -> list[str]:
    inside = Path("/redline") if _bubblewrap() else folder
    files = [str(inside / f"{name}.docx") for name in ("old", "new", "redline")]
    name = _UNFIT.sub(" ", author).strip() or "docsvc"
    # No detection of moves: a paragraph that was moved reads as removed and added, which nobody overlooks.
    flags = [f"--author={name}", f"--date-time={at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"]
    return [*_walls(program, folder), str(program), *files, *flags]


def _walls(program: Path, folder: Path) -> list[str]:
    bwrap = _bubblewrap()
    if bwrap is None:
        return []
    system = [part for place in _SYSTEM for part in ("--ro-bind-try", place, place)]
    own = ["--ro-bind", str(program.parent), str(program.parent), "--bind", str(folder), "/redline"]
    return [bwrap, "--unshare-all", "--die-with-parent", "--new-session", *system, *_FRESH, *own]


@lru_cache(maxsize=1)
def _bubblewrap() -> str | None:
    """Give bubblewrap where it is installed and lets itself be used: in containers, not or in part."""
    found = shutil.which("bwrap")
    if found is None:
        return None
    trial = [found, "--unshare-all", "--ro-bind", "/", "/", *_FRESH, "true"]
    works = subprocess.run(trial, capture_output=True, check=False, timeout=10).returncode == 0
    return found if works else None


def _run(command: list[str], folder: Path) -> None:
    """Run to the end or to the limit, and leave no process; raise RedlineFailed with its complaint."""
    with (folder / "said").open("w+b") as said:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=_environment(folder),
            cwd=folder,
            start_new_session=True,
        )
        try:
            code = child.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise RedlineFailed(
                Phrase(
                    "Файлы Word слишком разные: сравнение заняло больше %(seconds)s с и остановлено. "
                    "Посмотрите изменения на странице.",
                    seconds=f"{SECONDS:.0f}",
                )
            ) from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        said.seek(0)
        words = said.read(2000).decode("utf-8", "replace")
    if code != 0:
        raise RedlineFailed(Phrase("Файлы Word не удалось сравнить: %(words)s", words=_reason(words)))


def _reason(words: str) -> str:
    lines = [line.strip() for line in words.splitlines() if "rror" in line or "xception" in line]
    return lines[0][:300] if lines else Phrase("программа сравнения остановилась")


def _environment(folder: Path) -> dict[str, str]:
    """Give nothing of ours to the program: only where it may write and how much memory it may take."""
    return {
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "DOTNET_GCHeapHardLimit": f"{MEMORY:x}",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
        "DOTNET_EnableDiagnostics": "0",
        "DOTNET_gcServer": "0",
    }


@lru_cache(maxsize=1)
def unpacked() -> Path:
    """Give the program, unpacked once a machine user; the folder appears whole or not at all.

    Where it is there already nothing is written: the folder may be another user's. Raises RedlineMissing.
    """
    try:
        from platformdirs import user_cache_path
        from python_redlines import DocxodusEngine, EngineNotInstalledError
    except ImportError as error:
        raise RedlineMissing(
            "Сравнение файлов Word не установлено: нужен пакет python-redlines[docxodus]."
        ) from error
    home = user_cache_path("docsvc") / f"redline-{version('python-redlines-docxodus')}"
    try:
        if not home.is_dir():
            _unpack(DocxodusEngine, home)
        found = next(home.glob(f"*/{DocxodusEngine.BINARY_BASE_NAME}"), None)
    except (OSError, EngineNotInstalledError) as error:
        raise RedlineMissing(
            Phrase("Программы сравнения файлов Word для этой машины нет: %(error)s", error=error)
        ) from error
    if found is None:
        raise RedlineMissing(
            Phrase("Папку %(home)s нельзя прочитать, а в ней программа сравнения файлов Word.", home=home)
        )
    return found


def _unpack(engine: type, home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{home.name}-", dir=home.parent))
    try:
        engine(target_path=str(fresh))
        fresh.chmod(0o755)  # whoever unpacked it, others may run it
        with suppress(OSError):  # another process was first
            fresh.rename(home)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
