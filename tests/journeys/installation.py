"""A real installation for the journeys: its own folder, its own processes, everybody's password."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.actions.make_api_key import make_api_key
from docsvc.config import read_settings
from docsvc.demo.stage import HOST
from docsvc.model import Dispatch, DispatchDocument, User
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from tests.services.layouts import Layout, alone
from tests.services.ports import free_port

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

SCOPES = ("deals:write", "documents:read", "archive:read")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
START_SECONDS = 180.0
STOP_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Installation:
    """A running installation and the tools that it works with; `passwords` are by e-mail."""

    base_url: str
    tools: Tools
    passwords: Mapping[str, str]
    api_key: str
    layout: Layout

    @property
    def data(self) -> Path:
        """Return its folder."""
        return self.layout.data

    def run(self, *arguments: str) -> str:
        """Run a docsvc command on it; return what it printed."""
        return run(self.layout, *arguments)

    def let_the_sending_run_out(self, document_id: str) -> None:
        """Do what the calendar does in weeks: put the end of a document's sending into the past."""
        with self.tools.work() as work:
            _sending(work.session, document_id).expires_at = LONG_AGO

    def let_the_invitations_grow_old(self, document_id: str) -> None:
        """Do what the clock does in two hours: put the invitations of a document's sending further back."""
        with self.tools.work() as work:
            for person in _sending(work.session, document_id).recipients:
                if person.invited_at is not None:
                    person.invited_at -= timedelta(hours=2)


def _sending(session: Session, document_id: str) -> Dispatch:
    """Return the one sending of a document."""
    holding = select(DispatchDocument.dispatch_id).where(DispatchDocument.document_id == document_id)
    return session.scalars(select(Dispatch).where(Dispatch.id.in_(holding))).unique().one()


@contextmanager
def installed(layout: Layout) -> Iterator[Installation]:
    """Make an installation in an empty folder and database, and run it until the end."""
    passwords = prepare(layout)
    with running(layout) as base_url:
        tools = open_tools(read_settings(layout.environ | {"DOCSVC_BASE_URL": base_url}))
        yield Installation(base_url, tools, passwords, crm_key(tools), layout)
        tools.database.dispose()


def prepare(layout: Layout) -> dict[str, str]:
    """Make the example organisation's installation; return everybody's password."""
    printed = run(layout, "init", "--from", str(EXAMPLES / "organisation.yaml"))
    rows = [line.split("\t") for line in printed.splitlines() if "\t" in line]
    return {email: password for _name, email, password in rows}


def crm_key(tools: Tools, *, scopes: tuple[str, ...] = SCOPES) -> str:
    """Make a key for the CRM, which may do what the manager may."""
    with tools.work() as work:
        administrator = work.session.scalars(select(User).filter_by(email=PEOPLE["administrator"])).one()
        return make_api_key(
            work,
            actor=actor_of(administrator),
            name="CRM",
            scopes=scopes,
            user_email=PEOPLE["manager"],
        )


@contextmanager
def running(layout: Layout) -> Iterator[str]:
    """Run every command of the layout, each in a session of its own; yield the address."""
    port = free_port()
    base_url = f"http://{HOST}:{port}"
    with ExitStack() as stack:
        commands = (_command(layout, base_url, words) for words in layout.commands(port))
        processes = [stack.enter_context(each) for each in commands]
        _wait_for(base_url, processes, layout.data)
        yield base_url


def run(layout: Layout, *arguments: str) -> str:
    """Run a docsvc command on an installation; return what it printed."""
    command = [sys.executable, "-m", "docsvc", *arguments]
    done = subprocess.run(command, env=alone(layout.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


@contextmanager
def _command(layout: Layout, base_url: str, words: tuple[str, ...]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command that stays until the end; its log is named for it."""
    command = [sys.executable, "-m", "docsvc", *words]
    environ = alone(layout.environ | {"DOCSVC_RUNNERS": "1", "DOCSVC_BASE_URL": base_url})
    with (layout.data / f"{words[0]}.log").open("wb") as out:
        process = subprocess.Popen(command, env=environ, stdout=out, stderr=out, start_new_session=True)
    try:
        yield process
    finally:
        _stop(process)


def _wait_for(base_url: str, processes: "list[subprocess.Popen[bytes]]", data: Path) -> None:
    end = monotonic() + START_SECONDS
    while monotonic() < end and all(process.poll() is None for process in processes):
        try:
            if httpx.get(f"{base_url}/login", timeout=30).is_success:
                return
        except httpx.HTTPError:
            sleep(0.1)
    said = (path.read_text(encoding="utf-8")[-3000:] for path in sorted(data.glob("*.log")))
    raise AssertionError("it did not start:\n" + "\n".join(said))


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask the supervisor to finish; whatever it leaves behind is in its session and goes with it."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)
