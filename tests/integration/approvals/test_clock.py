"""Nobody decides: what happens then, and that it happens once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from docsvc.actions.delegate_task import delegate_task
from docsvc.actions.pause_approval import pause_approval, resume_approval
from docsvc.actions.set_calendar import CalendarForm, set_calendar
from docsvc.jobs import run_job
from docsvc.model import Verdict
from docsvc.relay.leases import Holder, beat
from tests.integration.approvals.waiting import (
    CONTRACT_TIME,
    DISCOUNT_TIME,
    after,
    change,
    letters,
    now,
    person,
    recorded,
    send_away,
    set_route,
    stage,
    state,
    tasks,
    waiting,
)
from tests.integration.core.installation import Installation
from tests.integration.core.story import decide

WORKING_DAY = {"deadline": "1d", "unit": "business"}
THREE_WORKING_WEEKS = {"deadline": "15d", "unit": "business"}
WORKING_HOUR = {"after": "1h", "unit": "business", "act": "remind"}
AROUND_THE_CLOCK = CalendarForm(("0:00-24:00",) * 7, country="")


def silent_director(office: Installation, sla: object = CONTRACT_TIME) -> str:
    change(office, "director", deputy_id="finance", manager_id="administrator")
    return waiting(office, stage(person("director"), sla=sla))


def hold(office: Installation, document: str, act: Callable[..., None]) -> None:
    with office.tools.work() as work:
        act(work, document, actor=office.people["manager"], reason="Клиент думает")


def test_a_silent_director_is_reminded_reported_and_replaced(office: Installation) -> None:
    document = silent_director(office)
    after(office, 23)
    assert letters(office, document) == []
    after(office, 1.1)
    assert letters(office, document) == [("approval_reminder", "director")]
    after(office, 24)
    assert letters(office, document)[1:] == [("approval_escalated", "administrator")]
    after(office, 24)
    assert letters(office, document)[2:] == [
        ("approval_handed_over", "finance"),
        ("approval_released", "director"),
    ]
    decide(office, document, "finance")
    assert state(office, document) == "approved"


def test_a_server_that_was_off_for_a_week_writes_once(office: Installation) -> None:
    document = silent_director(office)
    after(office, 24 * 7)
    assert letters(office, document) == [
        ("approval_handed_over", "finance"),
        ("approval_released", "director"),
    ]
    old, new = tasks(office, document)
    assert [step["done"] for step in old.steps[1:3]] == ["superseded"] * 2
    assert new.due_at is not None
    assert new.due_at > now(office)
    assert new.instead_of_id == office.people["director"].id


def test_a_discount_that_nobody_decides_on_is_rejected(office: Installation) -> None:
    document = silent_director(office, DISCOUNT_TIME)
    after(office, 73)
    assert state(office, document) == "rejected"
    assert letters(office, document) == [("approval_timed_out", "manager")]
    assert recorded(office, document, "approval.timed_out") == 1
    after(office, 100)
    assert letters(office, document) == [("approval_timed_out", "manager")]


def test_where_nobody_can_take_it_over_the_administrator_is_told(office: Installation) -> None:
    document = waiting(office, stage(person("director"), sla=CONTRACT_TIME))
    after(office, 73)
    assert letters(office, document) == [("approval_stuck", "administrator")]
    assert [task.open for task in tasks(office, document)] == [True]
    decide(office, document, "director")
    assert state(office, document) == "approved"


def test_the_initiator_is_never_the_one_who_takes_it_over(office: Installation) -> None:
    change(office, "director", deputy_id="manager")
    document = waiting(office, stage(person("director"), sla=CONTRACT_TIME))
    after(office, 73)
    assert letters(office, document) == [("approval_stuck", "administrator")]


def test_a_deputy_who_sits_in_the_stage_does_not_get_a_second_seat(office: Installation) -> None:
    change(office, "director", deputy_id="finance", manager_id="lawyer")
    document = waiting(office, stage(person("director"), person("finance"), sla=CONTRACT_TIME))
    decide(office, document, "finance")
    after(office, 73)
    assert ("approval_handed_over", "lawyer") in letters(office, document)


def test_everybody_of_a_role_is_reminded(office: Installation) -> None:
    document = waiting(office, stage({"role": "lawyer"}, {"role": "finance"}, sla=CONTRACT_TIME))
    after(office, 25)
    assert sorted(letters(office, document)) == [
        ("approval_reminder", "finance"),
        ("approval_reminder", "lawyer"),
    ]


def test_whoever_stands_in_is_reminded_too(office: Installation) -> None:
    document = silent_director(office)
    send_away(office, "director", "lawyer", hours=(0, 100))
    after(office, 25)
    assert ("approval_reminder", "lawyer") in letters(office, document)


def test_what_was_decided_is_left_in_peace(office: Installation) -> None:
    document = silent_director(office)
    decide(office, document, "director", Verdict.REJECT, "дорого")
    before = letters(office, document)
    after(office, 100)
    assert letters(office, document) == before


def test_a_clock_that_wakes_twice_reminds_once(office: Installation) -> None:
    document = silent_director(office)
    after(office, 24.1)
    task = tasks(office, document)[0]
    for _ in range(2):
        assert not run_job(office.tools, "approval_clock", {"task": task.id, "document": document})
    assert letters(office, document) == [("approval_reminder", "director")]
    assert recorded(office, document, "approval.reminded") == 1


def test_a_step_that_another_calendar_moves_away_and_back_again_is_done(office: Installation) -> None:
    administrator = office.people["administrator"]
    with office.tools.work() as work:
        set_calendar(work, AROUND_THE_CLOCK, actor=administrator)
    document = silent_director(office, {"deadline": "24h", "steps": [WORKING_HOUR]})
    at = tasks(office, document)[0].next_at
    assert at is not None
    off = [(at + timedelta(days=ahead)).date() for ahead in (-1, 0, 1)]
    with office.tools.work() as work:
        set_calendar(work, replace(AROUND_THE_CLOCK, days_off=off), actor=administrator)
    after(office, 2)
    assert letters(office, document) == []
    with office.tools.work() as work:
        set_calendar(work, AROUND_THE_CLOCK, actor=administrator)
    office.run_jobs()
    assert letters(office, document) == [("approval_reminder", "director")]


def test_a_stage_without_a_deadline_has_no_clock(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    after(office, 1000)
    assert letters(office, document) == []
    assert tasks(office, document)[0].due_at is None


def test_another_calendar_moves_the_deadlines_of_open_tasks(office: Installation) -> None:
    document = silent_director(office, THREE_WORKING_WEEKS)
    due = tasks(office, document)[0].due_at
    with office.tools.work() as work:
        set_calendar(work, AROUND_THE_CLOCK, actor=office.people["administrator"])
    assert tasks(office, document)[0].due_at == due, "not in the request"
    office.run_jobs()
    moved = tasks(office, document)[0].due_at
    assert moved is not None
    assert abs((moved - now(office)).total_seconds() - 15 * 24 * 3600) < 60
    assert recorded(office, document, "approval.rescheduled") == 1


def test_a_route_with_another_deadline_moves_those_of_open_tasks(office: Installation) -> None:
    document = silent_director(office)
    set_route(office, stage(person("director"), sla={"deadline": "4h"}))
    assert not run_job(office.tools, "approval_clocks", {"route": "contract"})
    task = tasks(office, document)[0]
    assert task.due_at is not None
    assert task.opened_at is not None
    assert (task.due_at - task.opened_at).total_seconds() == 4 * 3600
    assert task.next_at is None


def test_stages_of_one_name_keep_their_own_deadlines(office: Installation) -> None:
    later = stage(person("finance"), sla={"deadline": "9h"})
    document = waiting(office, stage(person("director"), sla=CONTRACT_TIME), later)
    set_route(office, stage(person("director"), sla={"deadline": "4h"}), later)
    assert not run_job(office.tools, "approval_clocks", {"route": "contract"})
    task = tasks(office, document)[0]
    assert task.opened_at is not None
    assert task.due_at == task.opened_at + timedelta(hours=4)


def test_a_stage_that_waits_its_turn_takes_the_new_deadline_too(office: Installation) -> None:
    later = stage(person("finance"), sla=CONTRACT_TIME, name="Финансы")
    document = waiting(office, stage(person("director"), sla=CONTRACT_TIME), later)
    set_route(office, stage(person("director"), sla=CONTRACT_TIME), later | {"sla": {"deadline": "4h"}})
    assert not run_job(office.tools, "approval_clocks", {"route": "contract"})
    decide(office, document, "director")
    due = {task.user_id: task for task in tasks(office, document)}[office.people["finance"].id]
    assert due.opened_at is not None
    assert due.due_at == due.opened_at + timedelta(hours=4)


def test_a_route_that_drops_its_deadline_rejects_nothing_any_more(office: Installation) -> None:
    document = silent_director(office, sla=DISCOUNT_TIME)
    set_route(office, stage(person("director")))
    assert not run_job(office.tools, "approval_clocks", {"route": "contract"})
    after(office, 80)
    task = tasks(office, document)[0]
    assert (task.steps, task.due_at, task.next_at) == ([], None, None)
    assert state(office, document) == "in_approval"


def test_a_deadline_that_is_dropped_during_a_pause_stays_dropped(office: Installation) -> None:
    document = silent_director(office, sla=DISCOUNT_TIME)
    hold(office, document, pause_approval)
    set_route(office, stage(person("director")))
    assert not run_job(office.tools, "approval_clocks", {"route": "contract"})
    hold(office, document, resume_approval)
    after(office, 80)
    assert state(office, document) == "in_approval"


def test_what_a_clock_that_was_ahead_began_has_its_time_from_when_it_is_right(office: Installation) -> None:
    office.clock.ahead = timedelta(days=365)
    document = silent_director(office)
    office.clock.ahead = timedelta()
    for _ in range(2):
        beat(office.tools, Holder("tests/1", "", now(office)), ())
        office.run_jobs()
    task = tasks(office, document)[0]
    assert task.opened_at is not None
    assert task.opened_at <= now(office)
    assert task.due_at == task.opened_at + timedelta(hours=24)
    assert recorded(office, document, "approval.rescheduled") == 1
    after(office, 25)
    assert letters(office, document) == [("approval_reminder", "director")]


def test_working_time_is_that_of_where_the_person_lives(office: Installation) -> None:
    change(office, "director", timezone="Asia/Vladivostok")
    document = waiting(office, stage(person("director"), sla=WORKING_DAY))
    due = tasks(office, document)[0].due_at
    assert isinstance(due, datetime)
    with office.tools.work() as work:
        week = ("9:00-18:00",) * 7
        set_calendar(work, CalendarForm(week, country=""), actor=office.people["administrator"])
    office.run_jobs()
    local = tasks(office, document)[0].due_at.astimezone(ZoneInfo("Asia/Vladivostok"))  # type: ignore[union-attr]  # it has one
    assert 9 <= local.hour <= 18


def test_who_was_asked_later_has_their_own_time_before_it_is_rejected(office: Installation) -> None:
    two = stage(person("director"), person("finance"), sla=DISCOUNT_TIME) | {"quorum": "any"}
    document = waiting(office, two)
    after(office, 60)
    pass_on(office, document, "finance", "lawyer")
    after(office, 13)
    assert state(office, document) == "in_approval"
    after(office, 60)
    assert state(office, document) == "rejected"
    assert recorded(office, document, "approval.timed_out") == 1


def test_where_all_have_to_approve_the_first_time_that_is_up_rejects(office: Installation) -> None:
    document = waiting(office, stage(person("director"), person("finance"), sla=DISCOUNT_TIME))
    after(office, 60)
    pass_on(office, document, "finance", "lawyer")
    after(office, 13)
    assert state(office, document) == "rejected"


def pass_on(office: Installation, document_id: str, who: str, to: str) -> None:
    with office.tools.work() as work:
        actor, colleague = office.people[who], office.people[to].id
        delegate_task(work, document_id, actor=actor, to_user_id=colleague, reason="Отпуск")
