"""The clock of a task: what is due when, and what a look at it does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from docsvc.model.calendar import BusinessCalendar
from docsvc.model.route_input import SlaInput
from docsvc.model.sla_clock import (
    SUPERSEDED,
    SlaClock,
    read_clock,
    reset_clock,
    resumed,
    set_clock,
    write_clock,
)

MOSCOW = ZoneInfo("Europe/Moscow")
CALENDAR = BusinessCalendar(zone=MOSCOW)
THURSDAY = datetime(2026, 11, 19, 10, tzinfo=MOSCOW)
HOUR = timedelta(hours=1)

CONTRACT = SlaInput.model_validate(
    {
        "deadline": "24h",
        "remind_before": "4h",
        "steps": [
            {"after": "24h", "act": "remind"},
            {"after": "48h", "act": "notify_manager"},
            {"after": "72h", "act": "hand_over"},
        ],
    }
)
WORKING = SlaInput.model_validate(
    {"deadline": "5d", "unit": "business", "steps": [{"after": "8h", "unit": "business", "act": "remind"}]}
)


def clock(sla: SlaInput = CONTRACT) -> SlaClock:
    return set_clock(sla, CALENDAR, THURSDAY)


def strongest(known: SlaClock, hours: int) -> str:
    step = known.strongest(THURSDAY + hours * HOUR)
    return step.act if step else ""


def test_the_deadline_and_every_step_have_their_moment() -> None:
    known = clock()
    assert known.deadline == THURSDAY + 24 * HOUR
    assert [(step.at - THURSDAY) // HOUR for step in known.steps] == [24, 20, 24, 48, 72]
    assert known.next_at == THURSDAY + 20 * HOUR


def test_nothing_is_due_before_its_time() -> None:
    assert strongest(clock(), 19) == ""
    assert strongest(clock(), 20) == "remind"


def test_a_server_that_was_off_for_a_week_does_one_thing() -> None:
    known = clock()
    now = THURSDAY + timedelta(days=7)
    step = known.strongest(now)
    assert step is not None
    assert step.act == "hand_over"
    after = known.done(step, now)
    assert after.next_at is None
    assert [each.done for each in after.steps[1:]] == [SUPERSEDED] * 3 + [now.isoformat()]


def test_each_step_is_done_once() -> None:
    known, did = clock(), []
    for hours in range(0, 100, 4):
        now = THURSDAY + hours * HOUR
        if step := known.strongest(now):
            did.append((hours, step.act))
            known = known.done(step, now)
    assert did == [(20, "remind"), (24, "remind"), (48, "notify_manager"), (72, "hand_over")]


def test_a_pause_moves_every_step_by_its_length() -> None:
    moved = resumed(clock(), paused_at=THURSDAY + 10 * HOUR, now=THURSDAY + 110 * HOUR, calendar=CALENDAR)
    again = reset_clock(moved, CONTRACT, CALENDAR)
    assert again.deadline == THURSDAY + 124 * HOUR
    assert again.next_at == THURSDAY + 120 * HOUR


def test_a_pause_takes_out_the_working_time_in_it() -> None:
    paused_at = THURSDAY + 4 * HOUR
    monday = datetime(2026, 11, 23, 9, tzinfo=MOSCOW)
    moved = resumed(clock(WORKING), paused_at=paused_at, now=monday, calendar=CALENDAR)
    again = reset_clock(moved, WORKING, CALENDAR)
    assert again.next_at == datetime(2026, 11, 23, 13, tzinfo=MOSCOW)  # four of eight hours were left


def test_another_calendar_moves_only_what_is_counted_in_working_time() -> None:
    off = BusinessCalendar(zone=MOSCOW, days_off=frozenset({THURSDAY.date()}))
    assert reset_clock(clock(), CONTRACT, off) == clock()
    assert reset_clock(clock(WORKING), WORKING, off).deadline != clock(WORKING).deadline


def test_what_was_done_stays_done_when_time_is_counted_anew() -> None:
    now = THURSDAY + 24 * HOUR
    known = clock()
    step = known.strongest(now)
    assert step is not None
    again = reset_clock(known.done(step, now), CONTRACT, CALENDAR)
    assert again.next_at == THURSDAY + 48 * HOUR


def test_a_clock_survives_its_task() -> None:
    assert read_clock(write_clock(clock())) == clock()
    assert read_clock([]) is None
    assert read_clock([{"at": "2026-11-19T10:00:00+00:00", "act": "remind", "done": None}]) is None


def test_a_reminder_that_would_come_before_the_task_is_none() -> None:
    short = SlaInput.model_validate({"deadline": "2h", "remind_before": "4h"})
    assert clock(short).next_at is None
