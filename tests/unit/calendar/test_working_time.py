"""When people work: what the calendar answers, by the days that really were."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsvc.model.calendar import (
    BusinessCalendar,
    countries,
    read_calendar,
    read_hours,
    write_calendar,
    write_hours,
)
from docsvc.model.route_input import Unit

MOSCOW = ZoneInfo("Europe/Moscow")
RUSSIA = BusinessCalendar(zone=MOSCOW)
LUNCH = BusinessCalendar(zone=MOSCOW, week=(read_hours("9:00-13:00, 14:00-18:00"),) * 5 + ((), ()))


def at(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-11-20", True),  # Friday
        ("2026-11-21", False),  # Saturday
        ("2026-11-04", False),  # Unity Day, a Wednesday
        ("2024-04-27", True),  # a Saturday worked for Monday the 29th
        ("2024-04-29", False),
        ("2024-11-02", True),
        ("2025-12-31", False),  # moved from 5 January
        ("2027-02-20", True),
        ("2027-02-22", False),
    ],
)
def test_russian_transfers_are_known(day: str, working: bool) -> None:  # noqa: FBT001 -- a row of the table
    assert RUSSIA.is_working_day(date.fromisoformat(day)) is working


def test_own_days_come_before_the_countrys() -> None:
    friday, holiday = date(2026, 11, 20), date(2026, 11, 4)
    ours = BusinessCalendar(days_off=frozenset({friday}), working_days=frozenset({holiday}))
    assert not ours.is_working_day(friday)
    assert ours.is_working_day(holiday)


def test_a_worked_saturday_has_the_hours_of_a_weekday() -> None:
    assert RUSSIA.is_working(at("2024-04-27T10:00"))
    assert not RUSSIA.is_working(at("2024-04-20T10:00"))


def test_without_a_country_only_the_week_counts() -> None:
    assert BusinessCalendar(country="").is_working_day(date(2026, 11, 4))


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-11-19T10:00", "4h", "2026-11-19T14:00"),
        ("2026-11-20T17:00", "4h", "2026-11-23T12:00"),  # over a weekend
        ("2026-11-20T14:00", "4h", "2026-11-20T18:00"),  # to the end of the day, not to the next morning
        ("2026-11-21T12:00", "1h", "2026-11-23T10:00"),  # from a Saturday
        ("2026-11-20T20:00", "30m", "2026-11-23T09:30"),
        ("2026-12-30T17:00", "2h", "2027-01-11T10:00"),  # over the New Year's holidays
        ("2026-11-19T10:00", "5d", "2026-11-26T10:00"),
        ("2026-11-19T20:00", "1d", "2026-11-20T18:00"),
        ("2026-11-21T12:00", "1d", "2026-11-23T18:00"),
        ("2026-11-02T10:00", "2d", "2026-11-05T10:00"),  # a holiday on the way
    ],
)
def test_working_time_is_added(start: str, span: str, end: str) -> None:
    assert RUSSIA.after(at(start), span, Unit.BUSINESS) == at(end)


def test_elapsed_time_knows_no_weekend() -> None:
    assert RUSSIA.after(at("2026-11-20T17:00"), "24h", Unit.ELAPSED) == at("2026-11-21T17:00")
    assert RUSSIA.before(at("2026-11-21T17:00"), "1d", Unit.ELAPSED) == at("2026-11-20T17:00")


def test_lunch_is_no_working_time() -> None:
    assert LUNCH.after(at("2026-11-19T12:00"), "2h", Unit.BUSINESS) == at("2026-11-19T15:00")
    assert LUNCH.between(at("2026-11-19T12:00"), at("2026-11-19T15:00")) == timedelta(hours=2)


def test_a_reminder_stands_so_much_working_time_before() -> None:
    assert RUSSIA.before(at("2026-11-23T10:00"), "2h", Unit.BUSINESS) == at("2026-11-20T17:00")
    assert RUSSIA.before(at("2026-11-23T10:00"), "1d", Unit.BUSINESS) == at("2026-11-20T10:00")


def test_hours_are_those_of_the_persons_zone() -> None:
    omsk = RUSSIA.at("Asia/Omsk")
    assert omsk.is_working(at("2026-11-19T09:30", ZoneInfo("Asia/Omsk")))
    assert not RUSSIA.is_working(at("2026-11-19T09:30", ZoneInfo("Asia/Omsk")))
    assert RUSSIA.at("") is RUSSIA


def test_the_hour_that_summer_takes_is_worked_by_nobody() -> None:
    night = BusinessCalendar(zone=ZoneInfo("Europe/Berlin"), country="", week=(read_hours("0:00-24:00"),) * 7)
    day = at("2026-03-29T00:00", ZoneInfo("Europe/Berlin"))
    assert night.between(day, day.astimezone(UTC) + timedelta(hours=23)) == timedelta(hours=23)
    assert night.after(day, "23h", Unit.BUSINESS) == at("2026-03-30T00:00", ZoneInfo("Europe/Berlin"))


def test_where_nobody_ever_works_time_counts_as_it_passes() -> None:
    never = BusinessCalendar(country="", week=((),) * 7)
    start = at("2026-11-19T10:00")
    assert never.after(start, "4h", Unit.BUSINESS) == start + timedelta(hours=4)
    assert never.after(start, "5d", Unit.BUSINESS) == start + timedelta(days=5)
    assert never.before(start, "1d", Unit.BUSINESS) == start - timedelta(days=1)


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.integers(1, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(start=MOMENTS, span=SPANS)
def test_what_is_added_is_what_passes(start: datetime, span: timedelta) -> None:
    end = RUSSIA.add(start, span)
    assert RUSSIA.between(start, end) == span
    assert RUSSIA.between(RUSSIA.subtract(end, span), end) == span


@given(start=MOMENTS, days=st.integers(1, 30))
def test_more_days_are_never_sooner(start: datetime, days: int) -> None:
    assert start < RUSSIA.add_days(start, days) < RUSSIA.add_days(start, days + 1)


@pytest.mark.parametrize("text", ["", "9:00–18:00", "9:00–13:00, 14:00–18:00", "0:00–24:00"])
def test_hours_are_written_as_they_are_read(text: str) -> None:
    assert write_hours(read_hours(text)) == text


@pytest.mark.parametrize(
    "text", ["9-18", "18:00-9:00", "9:00-14:00, 13:00-18:00", "25:00-26:00", "9:00-24:30"]
)
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_hours(text)


def test_a_calendar_survives_its_setting() -> None:
    ours = BusinessCalendar(
        zone=MOSCOW, country="KZ", days_off=frozenset({date(2026, 11, 20)}), week=LUNCH.week
    )
    assert read_calendar(write_calendar(ours), MOSCOW) == ours
    assert read_calendar({}, MOSCOW) == RUSSIA


def test_countries_are_known_by_their_code() -> None:
    assert "RU" in countries()
    assert "XX" not in countries()
