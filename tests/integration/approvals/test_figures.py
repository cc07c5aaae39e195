"""The figures of a history made by hand: each answer is worked out on paper beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from docsvc.errors import Forbidden
from docsvc.model import ApprovalTask, Kind, User
from docsvc.model.figures import CycleTime, Metric, Share, Spread
from docsvc.queries.figures import Figures, department_choices, figures, route_choices
from docsvc.queries.figures_filter import FigureFilter
from docsvc.queries.figures_returns import Clause
from docsvc.queries.figures_shares import Week
from tests.integration.approvals.history import MOSCOW, History, at
from tests.integration.core.installation import Installation

HOUR = 3600
NOW = at(18, 9)
NOVEMBER = (date(2026, 11, 9), date(2026, 11, 22))


@dataclass
class Told:
    """An installation with a history, and its departments."""

    installation: Installation
    sales: str
    service: str


@pytest.fixture(scope="module")
def told(shared: Installation) -> Told:
    history = History(shared)
    sales, service = history.department("Продажи"), history.department("Сервис")
    _passed(history, sales)
    _returned_once(history, sales)
    _escalated(history, service)
    _restarted(history, service)
    _running(history, sales)
    alone = history.document()
    history.round(alone, at(10, 9), at(10, 9))
    history.round(history.document(), at(10, 12), at(10, 15), "withdrawn")
    history.keep()
    return Told(shared, sales, service)


def _passed(history: History, department: str) -> None:
    """Four hours: the lawyer two, an hour late; the director two, in time."""
    one = history.round(history.document(department_id=department), at(9, 10), at(9, 14))
    lawyer = history.stage(one, "Юрист", at(9, 10), at(9, 12))
    history.seat(lawyer, "lawyer", at(9, 12), due=at(9, 11))
    director = history.stage(one, "Директор", at(9, 12), at(9, 14))
    history.seat(director, "director", at(9, 14), due=at(10, 12))


def _returned_once(history: History, department: str) -> None:
    """A day till the return, nine working hours, late; then two hours for the version that was mended."""
    document = history.document(department_id=department)
    first = history.round(document, at(9, 10), at(10, 10), "returned")
    stage = history.stage(first, "Юрист", at(9, 10), at(10, 10), "stopped")
    decision = history.seat(stage, "lawyer", at(10, 10), "return", due=at(9, 18))
    history.quote(decision, "5.2. Неустойка", "5.2.\n  Неустойка", "7.1. Подсудность")
    second = history.round(document, at(11, 9), at(11, 11))
    stage = history.stage(second, "Юрист", at(11, 9), at(11, 11))
    history.seat(stage, "lawyer", at(11, 11), due=at(11, 18))


def _escalated(history: History, department: str) -> None:
    """From Friday evening to Monday: 65 hours, two of them worked; the director was silent."""
    one = history.round(
        history.document(Kind.QUOTE, department_id=department), at(13, 17), at(16, 10), route="quote"
    )
    stage = history.stage(one, "Директор", at(13, 17), at(16, 10))
    history.seat(stage, "director", due=at(13, 18), acts=["notify_manager"], replaced="handed_over")
    history.seat(stage, "finance", at(16, 10), due=at(16, 18), acts=["remind"])


def _restarted(history: History, department: str) -> None:
    document = history.document(department_id=department)
    first = history.round(document, at(16, 10), at(16, 11), "restarted")
    second = history.round(document, at(16, 11), at(16, 13), number=2, version=str(first["version_id"]))
    stage = history.stage(second, "Юрист", at(16, 11), at(16, 13))
    history.seat(stage, "lawyer", at(16, 13))


def _running(history: History, department: str) -> None:
    """One waits for the lawyer, over the deadline; one for the director, in time; one is paused."""
    for who, due in (("lawyer", at(17, 13)), ("director", at(19, 9))):
        document = history.document(department_id=department, state="in_approval")
        stage = history.stage(
            history.round(document, at(17, 9), None, "running"), "Ждёт", at(17, 9), None, "open"
        )
        history.seat(stage, who, due=due)
    document = history.document(department_id=department, state="in_approval")
    stage = history.stage(history.round(document, at(17, 9), None, "paused"), "Ждёт", at(17, 9), None, "open")
    history.seat(stage, "finance", due=at(17, 12))
    history.rows[ApprovalTask][-1]["open"] = False


def counted(
    told: Told, who: str = "director", *, days: tuple[date, date] = NOVEMBER, **chosen: Any
) -> Figures:
    with told.installation.tools.read() as session:
        actor = told.installation.people[who]
        return figures(session, actor, FigureFilter(*days, **chosen), now=NOW, zone=MOSCOW)


def hours(count: int, elapsed: tuple[float, float], business: tuple[float, float]) -> CycleTime:
    return CycleTime(
        count,
        Spread(*(round(each * HOUR) for each in elapsed)),
        Spread(*(round(each * HOUR) for each in business)),
    )


def test_the_time_of_a_route_is_from_submitting_to_the_verdict(told: Told) -> None:
    times = counted(told).times
    assert {row.id: row.time for row in times.routes} == {
        "contract": hours(4, (3, 18), (3, 7.5)),  # 2, 2, 4, 24 hours; 2, 2, 4, 9 worked
        "quote": hours(1, (65, 65), (2, 2)),
    }
    assert times.overall == hours(5, (4, 48.6), (2, 7))  # 2, 2, 4, 24, 65; 2, 2, 2, 4, 9 worked


def test_the_time_of_a_stage_is_from_opening_to_closing(told: Told) -> None:
    assert {row.id: row.time.count for row in counted(told).times.stages} == {
        "contract:Юрист": 4,
        "contract:Директор": 1,
        "quote:Директор": 1,
    }
    lawyer = counted(told).times.stages[0]
    assert (lawyer.name, lawyer.about, lawyer.time) == ("Юрист", "contract", hours(4, (2, 17.4), (2, 6.9)))


def test_the_time_of_a_person_is_from_the_asking_to_their_word(told: Told) -> None:
    people = {row.name.partition(" ")[0]: row.time for row in counted(told).times.people}
    assert people["Смирнова"] == hours(4, (2, 17.4), (2, 6.9))
    assert people["Соколов"] == hours(1, (2, 2), (2, 2))
    assert people["Громов"] == hours(1, (65, 65), (2, 2))


def test_working_time_of_a_person_is_counted_where_they_live(told: Told) -> None:
    with told.installation.tools.work() as work:
        work.get(User, told.installation.people["director"].id).timezone = "Asia/Vladivostok"
    people = {row.name.partition(" ")[0]: row.time for row in counted(told).times.people}
    with told.installation.tools.work() as work:
        work.get(User, told.installation.people["director"].id).timezone = ""
    assert people["Соколов"] == hours(1, (2, 2), (0, 0))  # 12:00 in Moscow is 19:00 there


def test_weeks_count_what_began_and_what_ended_by_a_verdict(told: Told) -> None:
    assert counted(told).weeks == (
        Week(date(2026, 11, 9), started=5, finished=3),  # the withdrawn began too; nobody was asked of one
        Week(date(2026, 11, 16), started=5, finished=2),
    )


def test_a_deadline_is_kept_by_a_decision_before_it(told: Told) -> None:
    # Kept: the director, the mended version, finance. Late: the lawyer twice. Missed: the director of the
    # quote, the lawyer who is still silent. What is paused or not due yet does not count.
    assert counted(told).sla == Share(Metric.SLA, 3, 7)


def test_right_the_first_time_is_a_first_verdict_for_in_the_first_round(told: Told) -> None:
    assert counted(told).first_time == Share(Metric.FIRST_TIME, 2, 4)


def test_an_escalation_is_more_than_a_reminder(told: Told) -> None:
    assert counted(told).escalated == Share(Metric.ESCALATED, 1, 5)


def test_returns_name_the_template_and_the_clauses_they_were_about(told: Told) -> None:
    (row,) = counted(told).returns
    assert (row.returned, row.rounds) == (1, 4)
    assert row.clauses == (Clause("5.2. Неустойка", 2), Clause("7.1. Подсудность", 1))


def test_what_waits_is_told_with_the_longest_first(told: Told) -> None:
    waiting = counted(told, days=(date(2026, 1, 1), date(2026, 1, 31))).waiting
    assert (waiting.documents, waiting.overdue) == (2, 1)
    assert {(row.person.partition(" ")[0], row.count, row.overdue) for row in waiting.rows} == {
        ("Смирнова", 1, 1),
        ("Соколов", 1, 0),
    }
    assert {row.since for row in waiting.rows} == {at(17, 9)}


def test_a_period_takes_only_what_ended_in_it(told: Told) -> None:
    found = counted(told, days=(date(2026, 11, 10), date(2026, 11, 10)))
    assert {row.id: row.time.count for row in found.times.routes} == {"contract": 1}
    assert found.first_time == Share(Metric.FIRST_TIME, 0, 1)
    assert found.sla == Share(Metric.SLA, 0, 1)


def test_filters_narrow_everything(told: Told) -> None:
    quotes = counted(told, kind=Kind.QUOTE)
    assert (quotes.sla.whole, quotes.first_time.whole, quotes.escalated.part) == (2, 1, 1)
    assert (quotes.returns, quotes.waiting.documents) == ((), 0)
    assert counted(told, route="quote").times.routes == quotes.times.routes
    service = counted(told, department_id=told.service)
    assert (service.escalated, service.waiting.rows) == (Share(Metric.ESCALATED, 1, 2), ())


def test_a_head_counts_their_own_department(told: Told) -> None:
    assert counted(told, "head of Сервис").escalated == Share(Metric.ESCALATED, 1, 2)
    assert counted(told, "head of Сервис", department_id=told.sales).is_empty
    assert counted(told, "administrator") == counted(told, "director")
    with told.installation.tools.read() as session:
        assert not department_choices(session, told.installation.people["head of Сервис"])
        everything = department_choices(session, told.installation.people["director"])
        assert {"Продажи", "Сервис"} <= {choice.name for choice in everything}
        assert "contract" in {choice.id for choice in route_choices(session)}


@pytest.mark.parametrize("who", ["manager", "lawyer", "accountant"])
def test_nobody_else_may_see_figures(told: Told, who: str) -> None:
    with pytest.raises(Forbidden):
        counted(told, who)


def test_nothing_is_measured_of_nothing(told: Told) -> None:
    found = counted(told, days=(date(2025, 1, 1), date(2025, 1, 31)), kind=Kind.NDA)
    assert found.is_empty
    assert (found.times.overall, found.sla.percent, found.sla.kept) == (None, None, None)
