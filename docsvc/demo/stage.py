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

START_SECONDS = 60.0
HOST = "127.0.0.1"


@contextmanager
def server(data: Path) -> Iterator[str]:
    """Serve the installation in `data` on a free port; yield its address, and stop it at the end."""
    port = free_port()
    base_url = f"http://{HOST}:{port}"
    environ = os.environ | {"DOCSVC_DATA": str(data), "DOCSVC_BASE_URL": base_url}
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
    """Empty a folder of an earlier demonstration, and only such a folder."""
    if folder.exists() and any(folder.iterdir()) and not (folder / ".demo").exists():
        raise SystemExit(f"{folder} is not empty and no demonstration made it: choose another folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / ".demo").write_text("made by docsvc demo; emptied by the next one\n", encoding="utf-8")


def docsvc(data: Path, *arguments: str) -> str:
    """Run a docsvc command on the installation, as an administrator would; return what it printed."""
    command = [sys.executable, "-m", "docsvc", *arguments]
    environ = os.environ | {"DOCSVC_DATA": str(data)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"docsvc {' '.join(arguments)}: {done.stderr or done.stdout}")
    return done.stdout


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(base_url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = monotonic() + START_SECONDS
    while monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{base_url}/login", timeout=2).is_success:
                return
        except httpx.HTTPError:
            sleep(0.1)
    raise SystemExit(f"the server did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
