"""A database that goes away in mid-request: one clear answer, nothing half-written, and on it goes."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask
from psycopg import sql
from sqlalchemy import func, select, text

from api.app import create_app
from docsvc.actions.make_api_key import make_api_key
from docsvc.config import Settings
from docsvc.model import Deal, OutboxMessage
from docsvc.model.api_scopes import ApiScope
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work import Work
from docsvc.work import database as engines
from docsvc.work.database import Use
from tests.integration.core.conftest import DEAL, push
from tests.integration.core.installation import Installation, make_installation
from tests.services.postgres import Postgres

HURRIED = Use("docsvc test", connections=1, lock_ms=200)


@pytest.fixture
def installation(
    postgres: Postgres, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    monkeypatch.setattr(engines, "POOL_SECONDS", 0.2)

    def reopen(settings: Settings) -> Tools:
        return open_tools(settings, use=HURRIED)

    made = make_installation(tmp_path / "data", database_url=postgres_url, reopen=reopen)
    yield made
    made.tools.database.dispose()


@pytest.fixture
def app(installation: Installation) -> APIFlask:
    return create_app(installation.tools)


@pytest.fixture
def key(installation: Installation) -> dict[str, str]:
    with installation.tools.work() as work:
        administrator = installation.people["administrator"]
        made = make_api_key(work, actor=administrator, name="CRM", scopes=[ApiScope.DEALS_WRITE])
    return {"Authorization": f"Bearer {made}"}


def count(installation: Installation, table: type[Deal | OutboxMessage]) -> int:
    with installation.tools.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def cut_off(postgres: Postgres, name: str = HURRIED.name) -> None:
    """End every connection of ours, as a restart of the server does."""
    with postgres.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s",
            (name,),
        )


def test_a_transaction_that_is_cut_off_writes_nothing_and_is_told_once(
    postgres: Postgres,
    installation: Installation,
    app: APIFlask,
    key: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = Work.record

    def record_and_lose(work: Work, *arguments: object, **more: object) -> str:
        told = record(work, *arguments, **more)  # type: ignore[arg-type]  # whatever it is called with
        cut_off(postgres)
        return told

    with monkeypatch.context() as patch:
        patch.setattr(Work, "record", record_and_lose)
        refused = app.test_client().post("/api/v1/deals", json=DEAL, headers=key)
    assert (refused.status_code, refused.get_json()["code"]) == (503, "database-unavailable")
    assert refused.headers["Retry-After"] == "5"
    assert count(installation, Deal) == 0
    assert app.test_client().post("/api/v1/deals", json=DEAL, headers=key).status_code == 201


def test_connections_that_died_unused_are_replaced_without_a_word(
    postgres: Postgres, installation: Installation, app: APIFlask, key: dict[str, str]
) -> None:
    assert app.test_client().get("/login").status_code == 200
    cut_off(postgres)
    assert app.test_client().post("/api/v1/deals", json=DEAL, headers=key).status_code == 201


def test_a_page_says_what_to_do_while_the_database_is_away(installation: Installation, app: APIFlask) -> None:
    browser = app.test_client()
    browser.set_cookie("docsvc", "somebody")
    with installation.tools.database.reader.connect():
        page = browser.get("/documents")
    assert page.status_code == 503
    assert "Попробуйте ещё раз" in page.text
    assert browser.get("/documents").status_code == 303


def test_who_waits_too_long_for_a_row_is_asked_to_try_again(
    installation: Installation, app: APIFlask, key: dict[str, str]
) -> None:
    push(installation)
    blocking, release = threading.Event(), threading.Event()

    def hold() -> None:
        other = engines.Database(installation.settings.database_url)
        with other.writer.begin() as connection:
            connection.execute(text("SELECT * FROM deal FOR UPDATE"))
            connection.execute(text("SELECT * FROM company FOR UPDATE"))
            blocking.set()
            release.wait(120)
        other.dispose()

    holder = threading.Thread(target=hold)
    holder.start()
    blocking.wait(120)
    changed = DEAL | {"title": "Другое"}
    try:
        assert app.test_client().post("/api/v1/deals", json=changed, headers=key).status_code == 503
    finally:
        release.set()
        holder.join()
    assert app.test_client().post("/api/v1/deals", json=changed, headers=key).status_code == 200


def test_a_database_that_may_only_be_read_is_told_and_written_again_later(
    postgres: Postgres, installation: Installation, app: APIFlask, key: dict[str, str]
) -> None:
    database = sql.Identifier(installation.tools.database.url.database or "")
    to_read = sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(database)
    to_write = sql.SQL("ALTER DATABASE {} RESET default_transaction_read_only").format(database)
    for statement, status, fault in ((to_read, 503, "read_only"), (to_write, 201, "fine")):
        with postgres.connect() as connection:
            connection.execute(statement)
        cut_off(postgres)
        assert app.test_client().post("/api/v1/deals", json=DEAL, headers=key).status_code == status
        node = create_app(installation.tools).test_client()
        assert node.get("/readyz").get_json()["parts"]["database"] == fault


def test_every_connection_says_whose_it_is(postgres: Postgres, installation: Installation) -> None:
    with installation.tools.read() as session:
        shown = {
            name: session.scalar(text(f"SHOW {name}"))
            for name in ("application_name", "lock_timeout", "idle_in_transaction_session_timeout")
        }
    assert shown == {
        "application_name": HURRIED.name,
        "lock_timeout": "200ms",
        "idle_in_transaction_session_timeout": "30s",
    }
