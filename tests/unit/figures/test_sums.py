"""The sums behind the figures: medians as a sheet counts them, exact targets, working time."""

import statistics
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsvc.model.calendar import BusinessCalendar
from docsvc.model.figures import Metric, Share, Spread, WorkedTime, spread
from docsvc.queries.figures_filter import period

CALENDAR = BusinessCalendar()
TODAY = date(2026, 11, 18)
MOMENTS = st.datetimes(datetime(2026, 10, 1), datetime(2027, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def test_the_median_of_an_even_number_lies_between() -> None:
    assert spread([4, 2, 24, 2]) == Spread(median=3, p90=18)


def test_one_length_is_its_own_median() -> None:
    assert spread([7]) == Spread(7, 7)


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=40))
def test_percentiles_are_those_of_the_statistics_module(lengths: list[int]) -> None:
    tenths = statistics.quantiles(lengths, n=10, method="inclusive")
    found = spread(lengths)
    assert found.median == pytest.approx(statistics.median(lengths), abs=1)
    assert found.p90 == pytest.approx(tenths[8], abs=1)


@pytest.mark.parametrize(
    ("share", "kept"),
    [
        (Share(Metric.SLA, 96, 100), True),
        (Share(Metric.SLA, 95, 100), False),
        (Share(Metric.FIRST_TIME, 91, 100), True),
        (Share(Metric.FIRST_TIME, 90, 100), False),
        (Share(Metric.ESCALATED, 9, 100), True),
        (Share(Metric.ESCALATED, 10, 100), False),
        (Share(Metric.ESCALATED, 0, 0), None),
    ],
)
def test_a_target_is_over_or_under_and_not_at(share: Share, *, kept: bool | None) -> None:
    assert share.kept is kept


def test_a_share_that_rounds_to_its_target_is_judged_by_what_it_is() -> None:
    share = Share(Metric.SLA, 95_001, 100_000)
    assert (str(share.percent), share.kept) == ("95.0", True)


@given(MOMENTS, MOMENTS)
def test_working_time_added_up_once_is_that_of_the_calendar(one: datetime, other: datetime) -> None:
    start, end = (each.replace(microsecond=0) for each in sorted((one, other)))
    worked = WorkedTime(CALENDAR, seconds(start), seconds(end))
    assert timedelta(seconds=worked.between(seconds(start), seconds(end))) == CALENDAR.between(start, end)


def test_no_time_is_worked_backwards() -> None:
    start = datetime(2026, 11, 9, 8, tzinfo=UTC)
    worked = WorkedTime(CALENDAR, seconds(start), seconds(start + timedelta(hours=2)))
    assert worked.between(seconds(start + timedelta(hours=1)), seconds(start)) == 0


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((None, None), (date(2026, 10, 20), TODAY)),
        ((date(2026, 11, 1), None), (date(2026, 11, 1), TODAY)),
        ((date(2026, 12, 1), None), (date(2026, 12, 1), date(2026, 12, 1))),
        ((None, date(2026, 1, 31)), (date(2026, 1, 2), date(2026, 1, 31))),
        ((date(2026, 2, 1), date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 2, 1))),
        ((date(2020, 1, 1), date(2026, 1, 1)), (date(2025, 1, 1), date(2026, 1, 1))),
    ],
)
def test_a_period_is_in_order_and_a_year_at_most(
    asked: tuple[date | None, date | None], found: tuple[date, date]
) -> None:
    assert period(*asked, today=TODAY) == found
