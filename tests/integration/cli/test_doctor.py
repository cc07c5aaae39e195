"""`docsvc doctor`: each part that can be ill is found ill, with what to do, also for programs."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from docsvc.cli import installed, kept, machine, run
from docsvc.cli.words import in_words
from docsvc.health import Fault
from docsvc.health.looks import Looks
from docsvc.model import DocumentVersion, Kind, OutboxMessage, WorkerSeen, new_id
from docsvc.queries.checklist import REQUISITES, Check, Step
from docsvc.queries.last_sign import last_sign
from docsvc.relay.offer import Names
from docsvc.tools import Tools
from tests.integration.core import story
from tests.integration.core.conftest import push
from tests.integration.core.installation import Installation, make_installation
from tests.services.certomancer import Market
from tests.services.redis import RedisServer
from tests.services.smtp import Mailbox

Capture = pytest.CaptureFixture[str]
EMPTY = (
    Check(Step.ENTITY, done=False, missing=REQUISITES),
    Check(Step.TEMPLATES, done=True),
)
"""What is set up where nobody has filled anything in."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation for all: every test mends what it broke, or adds to it."""
    data = tmp_path_factory.mktemp("doctor") / "data"
    made = make_installation(data, database_url=f"sqlite:///{data}/docsvc.sqlite3")
    yield made
    made.tools.database.dispose()


@pytest.fixture
def tools(office: Installation, monkeypatch: pytest.MonkeyPatch) -> Tools:
    monkeypatch.setenv("DOCSVC_DATA", str(office.tools.settings.data))
    monkeypatch.setattr("docsvc.cli.machine.office", lambda _: iter(()))  # another test starts it
    return office.tools


def found(capfd: Capture) -> dict[str, list[dict[str, Any]]]:
    """Return what the doctor finds by part, as a program reads it."""
    capfd.readouterr()
    code = run(["doctor", "--json"])
    told = json.loads(capfd.readouterr().out)
    assert (code == 0) is told["well"]
    assert told["well"] is not any(each["state"] == "blocks" for each in told["checks"])
    parts: dict[str, list[dict[str, Any]]] = {}
    for each in told["checks"]:
        parts.setdefault(each["what"], []).append(each)
    return parts


def test_a_quiet_installation_is_told_part_by_part(tools: Tools, capfd: Capture) -> None:
    parts = found(capfd)
    for what in ("База данных", "Хранилище файлов", "Часы", "Очередь работы", "Песочница"):
        assert parts[what][0]["found"], what
    assert parts["Хранилище файлов"][0]["state"] == "fine"
    assert parts["Исполнители"][0] == {
        "what": "Исполнители",
        "state": "advice",
        "found": "сейчас никто не работает",
        "advice": "запустите docsvc serve",
    }
    assert "Redis" not in parts
    run(["doctor"])
    assert "сейчас никто не работает\n    → запустите docsvc serve" in capfd.readouterr().out


def test_work_that_nobody_takes_and_a_clock_that_was_set_back_are_told(tools: Tools, capfd: Capture) -> None:
    with tools.work() as work:
        ahead = work.now + timedelta(minutes=3)
        late = work.now - timedelta(minutes=30)
        row = OutboxMessage(name="mail", payload={}, queue="mail", due_at=late, created_at=ahead)
        seen = WorkerSeen(name="runner-1@a/0a1b2c", queue="", started_at=work.now, seen_at=work.now)
        work.add(row)
        work.add(seen)
    try:
        parts = found(capfd)
    finally:
        with tools.work() as work:
            work.session.delete(row)
            work.session.delete(seen)
    assert parts["Часы"][0]["state"] == "blocks"
    assert "3" in parts["Очередь работы"][0]["found"]
    assert parts["Исполнители"][0]["state"] == "fine"


def test_a_database_that_is_away_is_one_line_without_its_password(
    tools: Tools, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCSVC_DATABASE_URL", "postgresql+psycopg://docs:geheim@127.0.0.1:1/docs")
    parts = found(capfd)
    [line] = parts["База данных"]
    assert line["state"] == "blocks"
    assert "refused" in line["found"], "the server's own words, or the network's"
    assert "DOCSVC_DATABASE_URL" in line["advice"]
    assert "Работа" not in parts
    assert "geheim" not in json.dumps(parts)


def test_a_database_whose_files_were_restored_by_another_user_may_only_be_read(
    tools: Tools, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    may = os.access  # the tests may be run by root, who may do everything
    monkeypatch.setattr(os, "access", lambda path, mode: "sqlite3" not in str(path) and may(path, mode))
    (check,) = found(capfd)["База данных"]
    assert check["state"] == "blocks"
    assert "только для чтения" in check["found"]
    assert "chown" in check["advice"]
    assert Looks(tools).database() is Fault.READ_ONLY


def test_a_database_that_others_can_read_is_told_where_they_can_reach_it(tools: Tools) -> None:
    folder = tools.settings.data
    file, mode = folder / "docsvc.sqlite3", folder.stat().st_mode
    found = []
    for of_folder, of_file in ((0o700, 0o644), (0o755, 0o600), (0o755, 0o644)):
        folder.chmod(of_folder)
        file.chmod(of_file)
        found += kept.sqlite_file(tools.settings)
    folder.chmod(mode)
    file.chmod(0o600)
    assert [each.state.value for each in found] == ["fine", "fine", "advice"]
    assert found[-1].advice.startswith(f"chmod 600 {file}")  # and its -wal, where there is one


def test_requisites_that_are_missing_are_told_by_what_people_call_them(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "checklist", lambda *_, **__: EMPTY)
    with tools.read() as session:
        told = next(each for each in installed._contents(session) if each.what == "Реквизиты")
    assert told.found.startswith("не хватает: полное название, ОГРН, адрес")
    monkeypatch.setenv("DOCSVC_LANGUAGE", "en")
    assert "ОГРН" not in in_words(told.found)


def test_behind_a_proxy_that_is_not_trusted_everybody_has_its_address(tools: Tools) -> None:
    at = replace(tools.settings, base_url="https://docs.example.ru")
    (untrusted,), (trusted,) = machine.address(at), machine.address(replace(at, trusted_proxies=1))
    assert (untrusted.state.value, trusted.state.value) == ("advice", "fine")
    assert "DOCSVC_TRUSTED_PROXIES=1" in untrusted.advice


def test_a_folder_that_is_closed_to_who_asks_is_told_with_its_owner(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_path: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "exists", closed)
    (check,) = installed.secret(tools.settings)
    assert "закрыта" in check.found
    assert check.advice.endswith(f": {tools.settings.data.owner()}")


def test_redis_is_asked_and_its_password_is_not_shown(
    tools: Tools, capfd: Capture, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCSVC_REDIS_URL", redis_server.url)
    names = Names(tools.secrets.mark)
    with redis_server.client() as client:
        client.set(names.refused, 3)
    parts = found(capfd)
    assert [each["state"] for each in parts["Redis"]] == ["fine", "advice", "advice"]
    assert "отброшено чужих заданий: 3" in parts["Redis"][1]["found"]
    assert "render" in parts["Исполнители"][0]["advice"]
    with redis_server.client() as client:
        client.set(names.leader, "somebody")
    assert len(found(capfd)["Redis"]) == 2
    assert redis_server.password not in json.dumps(parts)
    monkeypatch.setenv("DOCSVC_REDIS_URL", f"redis://:{redis_server.password}@127.0.0.1:1/0")
    [gone] = found(capfd)["Redis"]
    assert (gone["state"], gone["found"]) == ("blocks", "127.0.0.1:1 не отвечает")


def test_the_authority_of_time_is_asked_for_a_stamp(
    tools: Tools, capfd: Capture, market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCSVC_TSA_URL", market.tsa_url())
    assert "DOCSVC_TSA_ROOTS" in found(capfd)["Метки времени"][0]["advice"]
    (tmp_path / "root.pem").write_bytes(market.root_pem)
    monkeypatch.setenv("DOCSVC_TSA_ROOTS", str(tmp_path / "root.pem"))
    assert found(capfd)["Метки времени"][0]["state"] == "fine"
    market.down.add("tsa")
    assert found(capfd)["Метки времени"][0]["state"] == "advice"


def test_a_store_that_takes_nothing_blocks(
    tools: Tools, capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("DOCSVC_BLOBS_URL", f"fs://{tmp_path}/file")
    assert found(capfd)["Хранилище файлов"][0]["state"] == "blocks"


def test_what_settings_name_and_is_not_there_is_told(
    tools: Tools, capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "root.txt").write_text("no certificate")
    monkeypatch.setenv("DOCSVC_BLOBS_URL", "srv/docsvc")
    monkeypatch.setenv("DOCSVC_GEOIP", str(tmp_path / "root.txt"))
    monkeypatch.setenv("DOCSVC_QUALIFIED_ROOTS", str(tmp_path))
    monkeypatch.setenv("DOCSVC_SMS_URL", "sms.example.ru")
    monkeypatch.setenv("DOCSVC_SMTPURL", "smtps://mail.example.ru")
    parts = found(capfd)
    states = {
        what: parts[what][0]["state"] for what in ("Настройки", "SMS", "Города", "Удостоверяющие центры")
    }
    assert set(states.values()) == {"advice"}
    assert "DOCSVC_SMTP_URL" in str(parts["Настройки"])
    assert "DOCSVC_SMS_URL" in parts["SMS"][0]["found"]
    assert "DOCSVC_BLOBS_URL" in parts["Хранилище файлов"][0]["found"]


def test_a_file_that_is_gone_or_changed_is_told_with_its_document_and_its_place(
    tools: Tools, office: Installation, capfd: Capture
) -> None:
    document_id = story.start(office, push(office), Kind.QUOTE)
    with tools.read() as session:
        version = session.scalars(select(DocumentVersion)).one()
        number, place = version.document.number, tools.blobs.place(version.facts_blob)
    file = tools.settings.data / "blobs" / place
    kept, told = file.read_bytes(), found(capfd)["Файлы документов"]
    file.write_bytes(kept + b" ")
    told += found(capfd)["Файлы документов"]
    file.unlink()
    told += found(capfd)["Файлы документов"]
    file.write_bytes(kept)
    assert [each["found"] for each in told] == [
        "целы все: 1",
        f"{number}, данные: файл изменён или испорчен",
        f"{number}, данные: файл пропал",
    ]
    assert document_id in place
    assert all(place in each["advice"] for each in told[1:])
    run(["doctor", "--all-files"])
    assert "целы все: 1" in capfd.readouterr().out


def test_a_database_that_ends_before_the_files_of_documents_do_was_copied_without_its_end(
    tools: Tools, capfd: Capture
) -> None:
    told = []
    with tools.read() as session:
        last = last_sign(session)
    assert last is not None
    for hours in (0, 1):
        at = last + timedelta(hours=hours)
        made = f"{int(at.timestamp() * 1000):012x}"  # as an id begins: RFC 9562, 5.7
        owner = f"{made[:8]}-{made[8:]}{new_id()[13:]}"
        tools.blobs.put(owner, b"a document that the copy of the database does not know")
        told.append([each["state"] for each in found(capfd)["База данных"]])
        tools.blobs.remove(owner)
    assert told == [["fine"], ["fine", "blocks"]]


def test_a_part_that_hangs_is_a_finding_and_keeps_nobody_waiting(
    tools: Tools, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    hung = Event()
    monkeypatch.setattr("docsvc.cli.checks.PATIENCE_S", 2.0)
    monkeypatch.setattr("docsvc.cli.installed.mail", lambda _: iter([hung.wait(120)]))
    try:
        assert found(capfd)["Почта"][0]["found"] == "нет ответа за 2 с"
    finally:
        hung.set()


def test_a_letter_to_try_the_mail_with_is_sent_at_once(
    tools: Tools, capfd: Capture, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCSVC_SMTP_URL", f"smtp://{mailbox.host}:{mailbox.port}")
    monkeypatch.setenv("DOCSVC_MAIL_FROM", "docs@office.example")
    run(["doctor", "--letter-to", "boss@office.example"])
    assert mailbox.wait()[0].recipients == ("boss@office.example",)
    assert "сервер принял его для boss@office.example: 250 OK" in capfd.readouterr().out
    mailbox.reply = "550 5.1.1 No such user"
    run(["doctor", "--letter-to", "boss@office.example"])
    assert "550 5.1.1 No such user\n    → Такого получателя у сервера нет" in capfd.readouterr().out
