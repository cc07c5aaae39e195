"""The letter of Monday: to whom, about which week, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from docsvc.actions.promise_figures import NAME, next_monday, promise_figures
from docsvc.jobs.weekly_figures import send_figures
from docsvc.mail.compose import preview
from docsvc.model import Mail, OutboxMessage, OutboxState
from tests.integration.approvals.history import MOSCOW, History, at
from tests.integration.core.installation import Installation, make_installation


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A week in which a contract of Sales passed, late; nothing happened in Service."""
    folder = tmp_path_factory.mktemp("weekly")
    made = make_installation(folder / "data", database_url=f"sqlite:///{folder / 'docsvc.db'}")
    history = History(made)
    history.department("Сервис")
    one = history.round(history.document(department_id=history.department("Продажи")), at(9, 10), at(9, 14))
    stage = history.stage(one, "Юрист", at(9, 10), at(9, 14))
    history.seat(stage, "lawyer", at(9, 14), due=at(9, 11))
    history.keep()
    made.run_jobs()
    yield made
    made.tools.database.dispose()


@pytest.fixture
def office(told: Installation) -> Iterator[Installation]:
    """The same, on the Friday of that week, with nothing promised or written."""
    go_to(told, at(13, 12))
    with told.tools.work() as work:
        for table in (Mail, OutboxMessage):
            work.session.query(table).delete()
    yield told
    told.clock.ahead = timedelta()


def go_to(office: Installation, moment: datetime) -> None:
    office.clock.ahead = moment - datetime.now(UTC)


def start(office: Installation) -> None:
    """Do what a runner does when it starts."""
    with office.tools.work() as work:
        promise_figures(work)


def promised(office: Installation) -> list[tuple[str | None, str]]:
    with office.tools.read() as session:
        found = select(OutboxMessage).where(OutboxMessage.name == NAME).order_by(OutboxMessage.due_at)
        return [(row.key, row.state) for row in session.scalars(found)]


def letters(office: Installation) -> list[Mail]:
    with office.tools.read() as session:
        return list(
            session.scalars(select(Mail).where(Mail.template == "figures_weekly").order_by(Mail.to_name))
        )


def test_monday_is_the_next_one_at_nine_where_the_organisation_is() -> None:
    assert next_monday(at(13, 12), MOSCOW) == at(16, 9)
    assert next_monday(at(16, 8, 59), MOSCOW) == at(16, 9)
    assert next_monday(at(16, 9), MOSCOW) == at(23, 9)


def test_the_letter_is_promised_once_however_often_a_runner_starts(office: Installation) -> None:
    start(office)
    start(office)
    assert promised(office) == [("weekly_figures:2026-W47", OutboxState.WAITING.value)]


def test_it_goes_to_those_who_answer_for_approvals_and_have_any(office: Installation) -> None:
    start(office)
    office.run_jobs()
    assert not letters(office)
    go_to(office, at(16, 9, 1))
    office.run_jobs()
    assert [mail.to_name for mail in letters(office)] == [
        "Орлов Денис Петрович",
        "Продажи",
        "Соколов Андрей Викторович",
    ]


def test_it_tells_the_week_before(office: Installation) -> None:
    start(office)
    go_to(office, at(16, 9, 1))
    office.run_jobs()
    with office.tools.read() as session:
        letter = preview(session, letters(office)[0].id, settings=office.tools.settings)
    text = letter.subject + letter.text
    for words in (
        "Согласование за неделю 09.11–15.11.2026",
        "начато согласований: 1, закончено: 1.",
        "Половина быстрее, чем за: 4 ч 0 мин",
        "Решено в срок: 0 % (0/1), ниже цели (больше 95 %)",
        "С первого раза: 100 % (1/1), цель выполнена (больше 90 %)",
        "Ждут решения сейчас: 0\n",
        "/figures",
    ):
        assert words in text, text


def test_a_server_that_was_off_for_weeks_sends_one_and_goes_on(office: Installation) -> None:
    start(office)
    go_to(office, at(16, 9) + timedelta(days=3))
    start(office)
    office.run_jobs()
    assert len(letters(office)) == 3
    go_to(office, at(16, 9) + timedelta(weeks=9))
    office.run_jobs()
    assert len(letters(office)) == 3  # of a week in which nothing happened there is nothing to say
    assert [state for _key, state in promised(office)] == ["done", "done", "waiting"]


def test_a_job_that_runs_twice_writes_once(office: Installation) -> None:
    start(office)
    go_to(office, at(16, 9, 1))
    send_figures(office.tools, {})
    with office.tools.work() as work:
        first = OutboxMessage.key == "weekly_figures:2026-W47"
        work.session.execute(update(OutboxMessage).where(first).values(state=OutboxState.WAITING.value))
    office.run_jobs()
    assert len(letters(office)) == 3
