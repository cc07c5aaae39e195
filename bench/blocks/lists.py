"""Pages of lists over the documents of years, beside those of a few days, on SQLite and PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url, select

from bench.installation import Installation, Place, install
from bench.measure import take_turns
from bench.report import Goal, Row
from bench.years import fill
from docsvc.access import Right, may
from docsvc.config import read_settings
from docsvc.model import Role, State, User
from docsvc.queries.archive import ArchiveFilter, archive
from docsvc.queries.document_filter import DocumentFilter
from docsvc.queries.documents import document_list
from docsvc.queries.paging import MOST_PAGES
from docsvc.queries.tiles import sum_tiles, tiles
from docsvc.queries.who_is import actor_of
from docsvc.work import Actor

PATIENCE_SECONDS = 30.0
GOAL = Goal(50)
OWNER = "postgres"
ROLES = (Role.MANAGER, Role.HEAD, Role.LAWYER, Role.DIRECTOR, Role.ACCOUNTANT)
FEWER = 100  # the list beside it is so many times shorter
FIRST_FREE = 700_000  # no other block counts its deals so far
ARCHIVED = frozenset({State.ARCHIVED})
PAGES = {
    "first page": (DocumentFilter(), 1),
    "last page": (DocumentFilter(), MOST_PAGES),
    "archived, by company": (DocumentFilter(states=ARCHIVED, sort="company"), 1),
    "a number looked for": (DocumentFilter(text="д-4242"), 1),
    "a common word looked for": (DocumentFilter(text="внедрение"), 1),
}
"""What is asked of documents: a filter and the number of a page."""

Acts = dict[str, Callable[[], object]]


def rows(here: Place) -> Iterator[Row]:
    """Time what a page asks, tiles and rows, beside a shorter list; on PostgreSQL where it is installed."""
    yield from _rows(here, "SQLite", _sqlite)
    with _postgresql() as url:
        if url:
            yield from _rows(here, "PostgreSQL", lambda name: _another(url, name))


def _rows(here: Place, database: str, url: Callable[[str], str]) -> Iterator[Row]:
    few = max(1, here.size.years // FEWER)
    long, short = (_of_years(here, database, url, each) for each in (here.size.years, few))
    for role in ROLES:
        beside = _acts(short, role)
        for name, act in _acts(long, role).items():
            taken = take_turns({"long": act, "short": beside[name]}, rounds=here.size.rounds)
            block = f"{here.size.years:,} documents, {database}, {role}: {name}"
            yield Row(block, taken["long"].ms(), f"{few:,} documents", taken["short"].ms(), GOAL)
    yield _made(here, f"{here.size.years:,} documents, {database}: one more", long, short, few)
    for installation in (long, short):
        installation.tools.database.dispose()


def _of_years(here: Place, database: str, url: Callable[[str], str], documents: int) -> Installation:
    environ = {"DOCSVC_DATA": str(here.folder / f"years-{database}-{documents}")}
    address = url(f"years{documents}")
    installation = install(read_settings(environ | ({"DOCSVC_DATABASE_URL": address} if address else {})))
    fill(installation.tools.database, documents)
    return installation


def _made(here: Place, block: str, long: Installation, short: Installation, few: int) -> Row:
    """Time a deal and its numbered draft where there are many documents, and where there are few."""
    numbers = count(FIRST_FREE)
    acts: Acts = {
        "long": lambda: long.quote(next(numbers)),
        "short": lambda: short.quote(next(numbers)),
    }
    taken = take_turns(acts, rounds=here.size.rounds, times=here.size.times)
    return Row(block, taken["long"].ms(), f"{few:,} documents", taken["short"].ms())


def _acts(installation: Installation, role: Role) -> Acts:
    actor = _of_role(installation, role)
    acts = {name: _page(installation, actor, *asked) for name, asked in PAGES.items()}
    if may(actor, Right.EXPORT):
        acts["the archive"] = _archive(installation, actor)
    return acts


def _of_role(installation: Installation, role: Role) -> Actor:
    with installation.tools.read() as session:
        return next(
            actor for actor in map(actor_of, session.scalars(select(User)).unique()) if role in actor.roles
        )


def _page(
    installation: Installation, actor: Actor, chosen: DocumentFilter, page: int
) -> Callable[[], object]:
    def act() -> object:
        with installation.tools.read() as session:
            total = sum_tiles(tiles(session, actor, chosen), chosen.states)
            return document_list(session, actor, chosen, page=page, total=total)

    return act


def _archive(installation: Installation, actor: Actor) -> Callable[[], object]:
    def act() -> object:
        with installation.tools.read() as session:
            return archive(session, actor, ArchiveFilter())

    return act


def _sqlite(_name: str) -> str:
    """Return no address: the database is a file in the installation's folder."""
    return ""


def _another(url: str, name: str) -> str:
    """Make one more database of the server; return its address."""
    with psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(), autocommit=True
    ) as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return make_url(url).set(database=name).render_as_string()


@contextmanager
def _postgresql() -> Iterator[str]:
    """Run a server in a folder of its own that is thrown away; give its address, or nothing without one."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not programs:
        yield ""
        return
    folder = Path(tempfile.mkdtemp(prefix="docsvc-bench-"))
    try:
        as_owner = ("setpriv", "--reuid", OWNER, "--regid", OWNER, "--init-groups")
        prefix = as_owner if os.geteuid() == 0 else ()
        if prefix:
            shutil.chown(folder, OWNER, OWNER)
        made = (*prefix, str(programs[-1] / "initdb"), "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        options = (f"--username={OWNER}", str(folder / "data"))
        subprocess.run((*made, *options), cwd=folder, check=True, capture_output=True)
        with _server((*prefix, str(programs[-1] / "postgres")), folder):
            yield f"postgresql+psycopg://{OWNER}@/{OWNER}?host={folder}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def _server(postgres: tuple[str, ...], folder: Path) -> Iterator[None]:
    options = (
        "-D",
        str(folder / "data"),
        "-c",
        "listen_addresses=",
        "-c",
        f"unix_socket_directories={folder}",
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen((*postgres, *options), cwd=folder, **quiet) as process:  # type: ignore[call-overload]
        try:
            _wait_for(folder)
            yield
        finally:
            process.terminate()


def _wait_for(folder: Path) -> None:
    end = monotonic() + PATIENCE_SECONDS
    while monotonic() < end:
        with suppress(psycopg.OperationalError), psycopg.connect(host=str(folder), user=OWNER, dbname=OWNER):
            return
        sleep(0.1)
    raise TimeoutError("PostgreSQL does not start")
