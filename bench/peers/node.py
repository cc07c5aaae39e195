"""Libraries of Node.js in a process that stays: npm brings them, into the virtual environment."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Act

PACKAGES = {"docxtemplater": "3.71.0", "pizzip": "3.3.0", "carbone": "3.8.2"}
NAMES = ("docxtemplater", "carbone")
_SCRIPT = Path(__file__).with_name("words.js")
_HOME = Path(sys.prefix) / ".bench"
_BIN = Path(sys.executable).parent
_SECONDS = 300


def install() -> Path | None:
    """Install the libraries once; give their folder, or None where npm cannot bring them."""
    wanted = json.dumps({"private": True, "dependencies": PACKAGES}, indent=1)
    stamp = _HOME / "installed.json"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return _HOME
    _HOME.mkdir(exist_ok=True)
    (_HOME / "package.json").write_text(wanted, encoding="utf-8")
    command: list[str | Path] = [
        _BIN / "npm",
        "install",
        "--ignore-scripts",
        "--omit=optional",
        "--no-progress",
        "--loglevel=error",
    ]
    try:
        subprocess.run(command, cwd=_HOME, check=True, timeout=_SECONDS, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"without {' and '.join(NAMES)}: {error}", file=sys.stderr)
        return None
    stamp.write_text(wanted, encoding="utf-8")
    return _HOME


@contextmanager
def mergers(folder: Path) -> Iterator[dict[str, Act]]:
    """Start one process and give what has it merge, by library; nothing where they cannot be had.

    `folder` holds values.json and a template for each library.
    """
    home = install()
    if home is None:
        yield {}
        return
    command: list[str | Path] = [_BIN / "node", _SCRIPT, home / "node_modules", folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield {name: _merger(process, name) for name in NAMES}
        process.stdin.close()  # type: ignore[union-attr]  # it is a pipe


def _merger(process: "subprocess.Popen[str]", name: str) -> Act:
    def merge() -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{name}\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    return merge
