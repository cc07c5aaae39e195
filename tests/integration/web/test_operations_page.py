"""The page about the work: what it says in either layout, and the buttons that mend what failed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select

from api.web.operation_words import FAULTS, JOB_WORDS, PARTS, QUEUES
from docsvc.health import Fault, Part
from docsvc.jobs import JOBS
from docsvc.model import AuditEntry, OutboxMessage, OutboxState, WorkerSeen
from docsvc.model.queues import Queue
from docsvc.relay.offer import Names
from tests.integration.web.persons import Browse, House
from tests.services.redis import RedisServer

PATH = "/settings/operations"
ERROR = 'Traceback (most recent call last):\n  File "send.py", line 1\nConnectionRefusedError: refused'
RUNNER, WORKER = "runner-1@docs/0a1b2c", "render-1@two/0a1b2c"


def promise(house: House, name: str, state: OutboxState, due: timedelta, **more: object) -> None:
    queue = {"mail": "mail", "seal": "seal"}.get(name, "render")
    with house.tools.work() as work:
        about = {"payload": {}, "due_at": work.now + due, "created_at": work.now}
        work.add(OutboxMessage(name=name, queue=queue, state=state.value, **about, **more))


def see(house: House, name: str, queue: str = "", *, ago: timedelta = timedelta()) -> None:
    with house.tools.work() as work:
        work.add(WorkerSeen(name=name, queue=queue, started_at=work.now, seen_at=work.now - ago))


def dead(house: House) -> int:
    with house.tools.read() as session:
        counted = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == "dead")
        return session.scalar(counted) or 0


def do_all(house: House) -> None:
    """Call everything that waits done."""
    with house.tools.work() as work:
        for row in work.session.scalars(select(OutboxMessage)):
            row.state = OutboxState.DONE.value


def test_a_service_that_is_well_says_so_in_one_line(browse: Browse, house: House) -> None:
    do_all(house)
    see(house, RUNNER)
    page = browse("administrator").get(PATH).text
    assert "Всё работает." in page
    assert "Один узел" in page
    assert "Ничего не остановилось" in page
    assert RUNNER in page
    assert 'class="ills"' not in page


def test_what_is_wrong_stands_on_top_with_what_to_do(browse: Browse, house: House) -> None:
    do_all(house)
    promise(house, "mail", OutboxState.WAITING, -timedelta(minutes=9))
    see(house, RUNNER, ago=timedelta(minutes=2))
    page = browse("administrator").get(PATH).text
    assert "Исполнители: некому работать." in page
    assert "Перезапустите docsvc serve." in page
    assert "Очередь работы: не движется." in page
    assert "молчит 2" in page
    assert "дольше всего 9" in page


def test_who_does_what_and_what_a_lost_worker_left_is_told(browse: Browse, house: House) -> None:
    do_all(house)
    see(house, WORKER, "render")
    began = house.tools.clock() - timedelta(seconds=5)
    promise(
        house,
        "render",
        OutboxState.LEASED,
        -timedelta(seconds=6),
        worker=WORKER,
        started_at=began,
        attempts=2,
        document_id=house.draft,
    )
    promise(house, "seal", OutboxState.LEASED, -timedelta(seconds=6), worker="seal-1@gone/0a1b2c")
    page = browse("administrator").get(PATH).text
    assert "Собрать PDF" in page
    assert "попытка 2" in page
    assert f"/documents/{house.draft}" in page
    assert "Брошено пропавшими" in page


def test_what_failed_is_tried_again_one_by_one_or_all_of_a_kind(browse: Browse, house: House) -> None:
    do_all(house)
    for name in ("mail", "mail", "mail", "seal"):
        promise(house, name, OutboxState.DEAD, -timedelta(hours=1), error=ERROR, attempts=8)
    promise(house, "mail", OutboxState.WAITING, timedelta(minutes=5), error=ERROR, attempts=3)
    browser = browse("administrator")
    page = browser.get(PATH).text
    assert "ConnectionRefusedError: refused" in page
    assert "Traceback" not in page
    assert "Не получилось, попробуем снова" in page
    assert browser.post(f"{PATH}/mail/replay").status_code == 303
    assert "Снова в очереди: 3." in browser.get(PATH).text
    assert dead(house) == 1
    assert browser.post(f"{PATH}/mail/replay").status_code == 404
    with house.tools.read() as session:
        left = session.scalars(select(OutboxMessage.id).where(OutboxMessage.state == "dead")).one()
        recorded = session.scalars(select(AuditEntry.body).where(AuditEntry.subject == "organisation")).all()
    assert any(b'"job.replayed"' in body and b'"messages":3' in body for body in recorded)
    assert browser.post(f"{PATH}/jobs/{left}/replay").status_code == 303
    assert dead(house) == 0


def test_only_an_administrator_tries_again(browse: Browse, house: House) -> None:
    promise(house, "mail", OutboxState.DEAD, -timedelta(hours=1))
    assert browse("director").post(f"{PATH}/mail/replay").status_code == 403
    assert dead(house) == 1


def test_with_redis_away_the_page_says_what_to_do_and_that_nothing_is_lost(
    browse: Browse, house: House
) -> None:
    house.tools.settings = replace(house.tools.settings, redis_url="redis://127.0.0.1:1/0")
    page = browse("administrator").get(PATH).text
    assert "Redis: не отвечает." in page
    assert "Ничего не потеряно" in page
    assert "docsvc worker --queues render,seal,mail,scan" in page
    assert "Раздача работы: неизвестно" not in page


def test_with_the_database_away_the_page_says_so_and_what_to_do(
    browse: Browse, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = browse("administrator")
    away = create_engine("sqlite:////dev/null/docsvc.sqlite3")
    monkeypatch.setattr(house.tools.database, "reader", away)
    monkeypatch.setattr(house.tools.database, "writer", away)
    answer = administrator.get(PATH)
    assert answer.status_code == 503
    assert "База данных: не отвечает." in answer.text
    assert "Ничего не потеряно" in answer.text
    assert "docsvc doctor" in answer.text
    assert 'id="operations"' in answer.text, "who has the page open sees it too"
    assert 'id="operations"' not in administrator.get("/documents").text


def test_jobs_that_were_not_ours_are_shown_as_refused(
    browse: Browse, house: House, redis_server: RedisServer
) -> None:
    house.tools.settings = replace(house.tools.settings, redis_url=redis_server.url)
    names = Names(house.tools.secrets.mark)
    with redis_server.client() as client:
        client.set(names.refused, 2)
        client.lpush(names.last_refused, "<script>os.system</script>")
    page = browse("administrator").get(PATH).text
    assert "Отброшено: 2." in page
    assert "&lt;script&gt;os.system" in page
    assert "Раздача работы: некому работать." in page


def test_everything_there_is_has_words() -> None:
    assert set(JOB_WORDS) == set(JOBS)
    assert set(QUEUES) == set(Queue)
    assert set(PARTS) == set(Part)
    assert set(FAULTS) == set(Fault)
