"""The stage of the demonstration: an empty installation with its real server on loopback."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx

from docsvc.demo.visitor import Stuck

START_SECONDS = 180.0
"""Patience with a server that lives: a small machine with other work needs minutes for what takes seconds."""
HOST = "127.0.0.1"


@contextmanager
def server(data: Path) -> Iterator[str]:
    """Serve the installation in `data` on a free port; yield its address, and stop it at the end."""
    port = free_port()
    base_url = f"http://{HOST}:{port}"
    environ = _environ(data) | {"DOCSVC_BASE_URL": base_url}
    command = [sys.executable, "-m", "docsvc", "serve", "--host", HOST, "--port", str(port)]
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    try:
        _wait_for(base_url, process, data / "server.log")
        yield base_url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def empty_folder(folder: Path) -> None:
    """Empty a folder of an earlier demonstration; raise `Stuck` where it is anything else."""
    if folder.exists() and any(folder.iterdir()) and not (folder / ".demo").exists():
        raise Stuck(f"в папке {folder} лежит не показ; она не тронута, укажите другую: --data ПАПКА")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / ".demo").write_text("made by docsvc demo; emptied by the next one\n", encoding="utf-8")


def docsvc(data: Path, *arguments: str) -> str:
    """Run a docsvc command on the installation, as an administrator would; return what it printed.

    Raises `Stuck` with its words where it is refused.
    """
    command = [sys.executable, "-m", "docsvc", *arguments]
    done = subprocess.run(command, env=_environ(data), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stuck(f"docsvc {' '.join(arguments)}: {done.stderr or done.stdout}")
    return done.stdout


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _environ(data: Path) -> dict[str, str]:
    """Return the environment without the settings of a real installation: its database is not for a play."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DOCSVC_")}
    return plain | {"DOCSVC_DATA": str(data)}


def _wait_for(base_url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = monotonic() + START_SECONDS
    while monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{base_url}/login", timeout=30).is_success:
                return
        except httpx.HTTPError:
            pass
        sleep(0.1)
    raise Stuck(f"сервер не запустился, его журнал кончается так:\n{log.read_text(encoding='utf-8')[-3000:]}")
