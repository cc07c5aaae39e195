"""A real installation for the journeys: its own folder, its own server, everybody's password."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx

from docsvc.demo.stage import HOST, free_port

EXAMPLES = Path(__file__).parents[2] / "docsvc/demo/examples"
PEOPLE: Mapping[str, str] = {
    "administrator": "admin@tehnopole.example",
    "manager": "ivanova@tehnopole.example",
    "lawyer": "smirnova@tehnopole.example",
    "finance": "fedorov@tehnopole.example",
    "director": "orlova@tehnopole.example",
    "accountant": "belyaeva@tehnopole.example",
}
"""Who plays which part; all of them are in the example organisation."""

START_SECONDS = 60.0
STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Installation:
    """A running server with the folder that it works on; `passwords` are by e-mail."""

    base_url: str
    data: Path
    passwords: Mapping[str, str]
    api_key: str

    def let_the_sending_run_out(self, document_id: str) -> None:
        """Do what the calendar does in weeks: put the end of a document's sending into the past."""
        outdate = (
            "UPDATE dispatch SET expires_at = '2020-01-01 00:00:00' WHERE id IN"
            " (SELECT dispatch_id FROM dispatch_document WHERE document_id = ?)"
        )
        with closing(sqlite3.connect(self.data / "docsvc.sqlite3", timeout=30)) as database, database:
            assert database.execute(outdate, (document_id,)).rowcount == 1


def prepare(data: Path) -> tuple[dict[str, str], str]:
    """Make an installation in an empty folder; return everybody's password and a key for the CRM."""
    printed = run(data, "init", "--from", str(EXAMPLES / "organisation.yaml"))
    rows = [line.split("\t") for line in printed.splitlines() if "\t" in line]
    scopes = ["--scope", "deals:write", "--scope", "documents:read", "--scope", "archive:read"]
    made = run(data, "api-key", "create", "CRM", *scopes, "--user", PEOPLE["manager"])
    return {email: password for _name, email, password in rows}, made.split()[-1]


@contextmanager
def serve(data: Path) -> Iterator[str]:
    """Run `docsvc serve` on a free port in a session of its own; yield its address."""
    port = free_port()
    base_url = f"http://{HOST}:{port}"
    command = [sys.executable, "-m", "docsvc", "serve", "--host", HOST, "--port", str(port)]
    environ = _environ(data) | {"DOCSVC_BASE_URL": base_url}
    log = data / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, env=environ, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait_for(base_url, server, log)
        yield base_url
    finally:
        _stop(server)


def run(data: Path, *arguments: str) -> str:
    """Run a docsvc command on the installation; return what it printed."""
    command = [sys.executable, "-m", "docsvc", *arguments]
    done = subprocess.run(command, env=_environ(data), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


def _environ(data: Path) -> dict[str, str]:
    """Leave out what the developer's own installation is configured with."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCSVC_")}
    return kept | {"DOCSVC_DATA": str(data), "DOCSVC_RUNNERS": "1"}


def _wait_for(base_url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = monotonic() + START_SECONDS
    while monotonic() < end and server.poll() is None:
        try:
            if httpx.get(f"{base_url}/login", timeout=5).is_success:
                return
        except httpx.HTTPError:
            sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """Ask the supervisor to finish; whatever it leaves behind is in its session and goes with it."""
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(STOP_SECONDS)
