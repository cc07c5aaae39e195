"""What compose.yaml starts does the work: its very commands and environment, as processes behind walls."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from psycopg import sql
from rich.console import Console

from docsvc.demo.cast import EXAMPLES, ORGANISATION, SCOPES, casting
from docsvc.demo.people import Machine as Crm
from docsvc.demo.play import Steps
from docsvc.verification import Outcome, verify_file
from tests.integration.container.journey import Journey
from tests.integration.container.machine import Machine
from tests.services.containers import ROOT, Service, compose, ours
from tests.services.ports import free_port
from tests.services.postgres import Postgres
from tests.services.programs import require
from tests.services.smtp import Mailbox, running_smtp

OWNER = "docsvc"
SETTINGS = {"ADMIN_EMAIL": "admin@tehnopole.example", "ORGANISATION": "Технополе Инжиниринг"}
TROUBLE = re.compile(r"Traceback|Read-only file system|Permission denied|Operation not permitted")


@contextmanager
def database(postgres: Postgres) -> Iterator[str]:
    """Make what the image of PostgreSQL makes at its first start: a role and a database of its own."""
    name = postgres.create()
    postgres.folder.chmod(0o755)
    with postgres.connect() as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(OWNER)))
        owned = sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        connection.execute(owned)
    yield name
    postgres.drop(name)
    with postgres.connect() as connection:
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(OWNER)))
    postgres.folder.chmod(0o700)


@contextmanager
def valkey(secrets: Path, port: int) -> Iterator[None]:
    """Run compose.yaml's command for Valkey with the Redis of this machine, on loopback."""
    program, conf = compose()["services"]["valkey"]["command"]
    assert program == "valkey-server"
    own = ("--port", str(port), "--bind", "127.0.0.1", "--dir", str(secrets))
    command = ["setpriv", "--pdeathsig", "KILL", str(require("redis")), str(secrets / Path(conf).name), *own]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        yield
        process.terminate()


@pytest.fixture
def services() -> tuple[Service, ...]:
    return tuple(ours(SETTINGS))


@pytest.fixture
def web(services: tuple[Service, ...]) -> Service:
    return next(service for service in services if service.name == "web")


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with running_smtp() as mailbox:
        yield mailbox


@pytest.fixture
def machine(
    tmp_path: Path, postgres: Postgres, post: Mailbox, services: tuple[Service, ...]
) -> Iterator[Machine]:
    """The databases and the mail catcher run, and the secrets lead to them."""
    secrets, port = tmp_path / "secrets", free_port()
    subprocess.run(
        ["bash", str(ROOT / "tools" / "secrets.sh"), str(secrets)], check=True, capture_output=True
    )
    secrets.chmod(0o755)
    with ExitStack() as stack:
        name = stack.enter_context(database(postgres))
        stack.enter_context(valkey(secrets, port))
        lead_to(secrets / "database_url", "@postgres:5432/docsvc", f"@/{name}?host={postgres.folder}")
        lead_to(secrets / "redis_url", "@valkey:6379", f"@127.0.0.1:{port}")
        lead_to(secrets / "smtp_url", "mailpit:1025", f"127.0.0.1:{post.port}")
        health = {service.name: str(free_port()) for service in services if service.target == "worker"}
        names = {"0.0.0.0": "127.0.0.1", "8000": str(free_port())}
        machine = Machine(tmp_path, postgres.folder, names, health)
        machine.make_volumes(services)
        stack.callback(machine.clear)
        yield machine


def lead_to(secret: Path, engine: str, here: str) -> None:
    """Put an address of this machine in place of an engine's."""
    said = secret.read_text()
    assert engine in said
    secret.chmod(0o644)
    secret.write_text(said.replace(engine, here))


@pytest.mark.timeout(600)  # some twenty processes start, on a busy machine
def test_a_contract_is_signed_and_archived_by_what_compose_starts(
    machine: Machine, services: tuple[Service, ...], web: Service, post: Mailbox, tmp_path: Path
) -> None:
    first, *others = services
    machine.start(first)
    assert machine.running[first.name].wait(180) == 0, machine.said(first.name)
    for service in others:
        assert first.name in service.after
        machine.start(service)
    for service in others:
        machine.wait_until_well(service)
    contract = play(machine, web, post, tmp_path)
    assert machine.stop() == dict.fromkeys(machine.running, 0)
    for service in services:
        assert not TROUBLE.search(machine.said(service.name)), machine.said(service.name)
    assert verify_file(contract, roots=[(tmp_path / "root.pem").read_bytes()]).outcome is Outcome.CONFIRMED
    assert secrets_in_logs(machine, services) == set()


def play(machine: Machine, web: Service, post: Mailbox, folder: Path) -> bytes:
    """Let everybody in from the command line, play the journey, and return the package."""
    cast = casting()
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    printed = machine.run(web, "docsvc", "organisation", "load", "-", given=ORGANISATION.encode())
    rows = [line.split("\t") for line in printed.splitlines() if "\t" in line]
    key = machine.run(web, "docsvc", "api-key", "create", "CRM", *scopes, "--user", cast["manager"])
    deal = (EXAMPLES / "deal.json").read_bytes()
    base_url = f"http://127.0.0.1:{machine.names['8000']}"
    journey = Journey(
        base_url=base_url,
        steps=Steps(Console(quiet=True)),
        machine=Crm(base_url, key.split()[-1]),
        passwords={row[1]: row[2] for row in rows},
        cast=cast,
        client=json.loads(deal)["contact"]["email"],
        out=folder,
        post=post,
    )
    journey.run(deal)
    shutil.copy(folder / "data" / "keys" / "root.pem", folder)
    return (folder / "archive.zip").read_bytes()


def secrets_in_logs(machine: Machine, services: tuple[Service, ...]) -> set[str]:
    """Name the secrets whose passwords a service has written into its log."""
    said = "".join(machine.said(service.name) for service in services)
    kept = {path.name: path.read_text() for path in (machine.folder / "secrets").iterdir()}
    words = {name: re.findall(r"[\w-]{32}", text) for name, text in kept.items()}
    return {name for name, found in words.items() if any(word in said for word in found)}
