"""`/healthz`, `/readyz` and `/metrics`: which part is ill, told without anybody's address."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text

from api.app import create_app
from docsvc.errors import SetupIncomplete
from docsvc.health import serve_health
from docsvc.jobs import JOBS, run_job
from docsvc.model import OutboxMessage, OutboxState, WorkerSeen
from docsvc.observe import logs
from docsvc.observe.lines import FORMS
from docsvc.supervisor import serve
from docsvc.tools import Tools
from tests.integration.core.installation import Installation
from tests.services.scrape import value

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REQUEST = "0f9e8d7c6b5a49388271605f4e3d2c1b"


def promise(tools: Tools, *, due: timedelta, queue: str = "mail", state: str = "waiting") -> None:
    with tools.work() as work:
        work.add(
            OutboxMessage(
                name="mail",
                payload={"mail": "x"},
                queue=queue,
                state=state,
                due_at=work.now + due,
                created_at=work.now,
            )
        )


def see(tools: Tools, name: str, queue: str, *, ago: timedelta = timedelta()) -> None:
    with tools.work() as work:
        row = WorkerSeen(name=name, queue=queue, started_at=work.now - ago, seen_at=work.now - ago)
        work.session.merge(row)


def ready(tools: Tools) -> tuple[int, dict[str, str]]:
    """Ask a node that has looked at nothing yet."""
    answer = create_app(tools).test_client().get("/readyz")
    found: dict[str, Any] = answer.get_json()
    assert found["ready"] is (answer.status_code == 200)
    return answer.status_code, found["parts"]


def test_a_node_tells_every_part_by_name_and_what_is_due_by_queue(installation: Installation) -> None:
    tools = installation.tools
    see(tools, "runner-1@a/0123ab", "")
    assert ready(tools) == (
        200,
        {
            "database": "fine",
            "schema": "fine",
            "clock": "off" if tools.database.is_sqlite else "fine",
            "blobs": "fine",
            "disk": "fine",
            "redis": "off",
            "relay": "off",
            "workers": "fine",
            "outbox": "fine",
        },
    )
    if not tools.database.is_sqlite:
        installation.clock.ahead = timedelta(minutes=1)
        assert ready(tools)[1]["clock"] == "apart"
        installation.clock.ahead = timedelta()
    promise(tools, due=-timedelta(minutes=20))
    promise(tools, due=-timedelta(minutes=1), state=OutboxState.DEAD.value)
    promise(tools, due=timedelta(days=400))
    promise(tools, due=-timedelta(seconds=5), queue="render", state=OutboxState.LEASED.value)
    status, parts = ready(tools)
    assert (status, parts["outbox"]) == (200, "stuck")
    told = create_app(tools).test_client().get("/metrics").get_data(as_text=True)
    assert value(told, "docsvc_database_up") == 1
    assert value(told, "docsvc_outbox_depth", queue="mail", state="due") == 1
    assert value(told, "docsvc_outbox_depth", queue="render", state="leased") == 1
    assert value(told, "docsvc_outbox_depth", queue="scan", state="due") == 0
    assert value(told, "docsvc_dead_jobs", queue="mail") == 1
    assert 1190 < value(told, "docsvc_oldest_job_seconds", queue="mail") < 1300
    assert value(told, "docsvc_workers", queue="seal") == 1


@SQLITE
def test_a_queue_that_nobody_alive_serves_is_told_and_turns_nobody_away(installation: Installation) -> None:
    tools = installation.tools
    assert ready(tools)[1]["workers"] == "absent"
    for queue in ("render", "seal", "mail"):
        see(tools, f"{queue}-1@a/0123ab", queue)
    see(tools, "scan-1@a/0123ab", "scan", ago=timedelta(minutes=2))
    status, parts = ready(tools)
    assert (status, parts["workers"]) == (200, "absent")
    see(tools, "scan-1@a/0123ab", "scan")
    assert ready(tools)[1]["workers"] == "fine"


@SQLITE
def test_a_schema_of_before_takes_the_node_out_and_a_later_one_does_not(installation: Installation) -> None:
    tools = installation.tools

    def set_to(revision: str) -> None:
        with tools.work() as work:
            work.session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})

    set_to("0001")
    status, parts = ready(tools)
    assert (status, parts["database"], parts["schema"]) == (503, "fine", "outdated")
    set_to("9999")
    assert ready(tools)[0] == 200


@SQLITE
def test_blobs_that_cannot_be_written_take_the_node_out(installation: Installation) -> None:
    folder = installation.tools.blobs.folder
    assert folder is not None
    folder.rename(folder.with_name("away"))
    folder.write_text("a file where the folder was")
    status, parts = ready(installation.tools)
    assert (status, parts["blobs"], parts["database"]) == (503, "unwritable", "fine")


@SQLITE
def test_without_a_database_the_node_is_alive_not_ready_and_still_gives_its_own_figures(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = installation.tools
    app = create_app(tools).test_client()

    def gone() -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    for engine in (tools.database.reader, tools.database.writer):
        engine.dispose()
        monkeypatch.setattr(engine, "connect", gone)
        monkeypatch.setattr(engine.pool, "connect", gone)
    assert app.get("/healthz").status_code == 200
    answer = app.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["parts"]["database"] == "unreachable"
    assert str(installation.folder) not in answer.get_data(as_text=True)
    told = app.get("/metrics").get_data(as_text=True)
    assert value(told, "docsvc_database_up") == 0
    assert "docsvc_http_requests_total" in told


@SQLITE
def test_a_worker_without_redis_is_not_ready_and_a_web_node_is(installation: Installation) -> None:
    tools = installation.tools
    tools.settings = replace(tools.settings, redis_url="redis://127.0.0.1:1/0")
    assert ready(tools)[0] == 200
    assert ready(tools)[1]["redis"] == "unreachable"
    with worker_port(tools) as ask:
        assert ask("/healthz").json() == {"alive": True}
        answer = ask("/readyz")
        assert (answer.status_code, answer.json()["parts"]["redis"]) == (503, "unreachable")
        assert answer.json()["parts"]["relay"] == "unknown"
        assert value(ask("/metrics").text, "docsvc_database_up") == 1
        assert ask("/").status_code == 404


@contextmanager
def worker_port(tools: Tools) -> Iterator[Callable[[str], httpx.Response]]:
    """Serve a worker's port and give a way to ask it."""
    server = serve_health(tools, port=0)
    try:
        yield lambda path: httpx.get(f"http://127.0.0.1:{server.server_port}{path}", timeout=60)
    finally:
        server.shutdown()
        server.server_close()


@SQLITE
def test_a_client_of_the_port_that_says_nothing_keeps_nobody_waiting(installation: Installation) -> None:
    server = serve_health(installation.tools, port=0)
    silent = socket.create_connection(("127.0.0.1", server.server_port))
    try:
        answer = httpx.get(f"http://127.0.0.1:{server.server_port}/healthz", timeout=60)
        assert answer.status_code == 200
    finally:
        silent.close()
        server.shutdown()
        server.server_close()


@SQLITE
def test_a_job_and_what_it_promises_name_the_request_that_they_come_from(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    tools, names = installation.tools, ("first", "second")

    def promise_another(_tools: Tools, _payload: Mapping[str, str]) -> None:
        with tools.work() as work:
            work.later("second", {})

    create_app(tools).test_client().get("/healthz", headers={"X-Request-ID": REQUEST})
    with tools.work() as work:
        work.later("first", {})
    logs.begin()
    with pytest.MonkeyPatch.context() as patch, caplog.at_level("INFO", "docsvc"):
        patch.setitem(JOBS, "first", promise_another)
        for name in names:
            with tools.read() as session:
                row = session.scalars(select(OutboxMessage).where(OutboxMessage.name == name)).one()
            run_job(tools, row.name, row.payload, job=row.id)
    told = [each.msg for each in caplog.records if isinstance(each.msg, dict) and each.msg["event"] == "job"]
    assert [(line["name"], line["request"]) for line in told] == [(name, REQUEST) for name in names]


@SQLITE
def test_a_port_that_is_somebody_elses_is_named(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(SetupIncomplete, match="health-port"):
        serve_health(installation.tools, port=other.getsockname()[1])


def test_an_address_that_this_machine_has_not_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "sleep", lambda _seconds: pytest.fail("it waited"))
    with pytest.raises(SetupIncomplete, match="--host"):
        serve._listen("203.0.113.1", 8000)  # RFC 5737: nobody's


@SQLITE
def test_every_answer_names_its_request_and_is_counted_by_route(installation: Installation) -> None:
    app = create_app(installation.tools)
    browser = app.test_client()
    assert browser.get("/healthz", headers={"X-Request-ID": REQUEST}).headers["X-Request-ID"] == REQUEST
    for given in ("", "short", "x" * 32, "petrov@example.com", f"{REQUEST} {REQUEST}", "A" * 32):
        made = browser.get("/login", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        assert made != given
        assert FORMS["request"].fullmatch(made)
    browser.open("/s/a-secret", method="BREW")
    told = browser.get("/metrics").get_data(as_text=True)
    assert value(told, "docsvc_http_requests_total", route="login.form", status="200") >= 6
    assert value(told, "docsvc_http_request_seconds_count", route="login.form") >= 6
    assert 'method="OTHER"' in told
    assert "BREW" not in told
    assert "secret" not in told
    misfits = {
        rule.endpoint for rule in app.url_map.iter_rules() if not FORMS["route"].fullmatch(rule.endpoint)
    }
    assert not misfits
