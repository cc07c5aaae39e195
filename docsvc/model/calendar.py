"""When people work: hours by weekday, days off and their transfers, in a time zone. Pure arithmetic of time.

Source of the days off: the package `holidays`; for Russia it holds the transfers that the government decrees
(ТК РФ ст. 112), working Saturdays too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from docsvc.model.route_input import Unit, read_span

Interval = tuple[time, time]
Hours = tuple[Interval, ...]

_INTERVAL = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–—]\s*([01]?\d|2[0-3]|24):([0-5]\d)")
_END_OF_DAY = time.max
MOST_DAYS = 1100
"""How far working time is looked for; without any, time counts as it passes: nothing waits for ever."""

USUAL: Hours = ((time(9), time(18)),)
WEEK: tuple[Hours, ...] = (USUAL,) * 5 + ((), ())


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Working hours of each weekday from Monday, and the days that differ.

    `country` is an ISO code whose public holidays are days off, empty for none. A working day that falls on
    a weekday without hours has those of the first weekday with some.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Moscow"))
    country: str = "RU"
    week: tuple[Hours, ...] = WEEK
    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    def at(self, zone: str) -> "BusinessCalendar":
        """Return the same hours where a person is; an empty name means where the organisation is."""
        return replace(self, zone=ZoneInfo(zone)) if zone else self

    def is_working_day(self, day: date) -> bool:
        """Tell whether people work on this day: own days first, then the country's, then the week."""
        if day in self.working_days:
            return True
        if day in self.days_off:
            return False
        public = public_days(self.country, day.year) if self.country else {}
        return public.get(day, bool(self.week[day.weekday()]))

    def hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working time of a day as moments (aware UTC), in order."""
        if not self.is_working_day(day):
            return ()
        known = self.week[day.weekday()] or next((hours for hours in self.week if hours), ())
        return tuple((self._moment(day, start), self._moment(day, end)) for start, end in known)

    def is_working(self, moment: datetime) -> bool:
        """Tell whether people work at this moment."""
        return any(start <= moment < end for start, end in self.hours(self._day(moment)))

    def add(self, moment: datetime, after: timedelta) -> datetime:
        """Return the moment when `after` of working time has passed; never before `moment`."""
        left = after
        for start, end in self._ahead(moment):
            begin = max(start, moment)
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return moment + after

    def add_days(self, moment: datetime, days: int) -> datetime:
        """Return the same time of day so many working days later.

        A moment outside of working time counts as the end of the working time before it: what came on
        Saturday and may take a day is due on Monday evening.
        """
        begin = self._last_worked(moment)
        day, left = self._day(begin), days
        for _ in range(MOST_DAYS):
            day += timedelta(days=1)
            left -= self.is_working_day(day)
            if left == 0:
                return self._within(day, begin)
        return moment + timedelta(days=days)

    def after(self, moment: datetime, span: str, unit: Unit) -> datetime:
        """Return when a span like `24h` or `5d` from `moment` is over, counted in `unit`."""
        figure, name = read_span(span)
        if unit is Unit.ELAPSED:
            return moment + timedelta(**{name: figure})
        if name == "days":
            return self.add_days(moment, figure)
        return self.add(moment, timedelta(**{name: figure}))

    def before(self, moment: datetime, span: str, unit: Unit) -> datetime:
        """Return when a span that is over at `moment` began, counted in `unit`."""
        figure, name = read_span(span)
        if unit is Unit.ELAPSED:
            return moment - timedelta(**{name: figure})
        if name == "days":
            return self._subtract_days(moment, figure)
        return self.subtract(moment, timedelta(**{name: figure}))

    def subtract(self, moment: datetime, worked: timedelta) -> datetime:
        """Return the moment from which `worked` of working time passes till `moment`."""
        left = worked
        for start, end in self._back(moment):
            last = min(end, moment)
            if left <= last - start:
                return last - left
            left -= last - start
        return moment - worked

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two moments; nothing when `end` is not after `start`."""
        total, day = timedelta(), self._day(start)
        while day <= self._day(end):
            for opens, closes in self.hours(day):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += timedelta(days=1)
        return total

    def _ahead(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = self._day(moment)
        for ahead in range(MOST_DAYS):
            for start, end in self.hours(first + timedelta(days=ahead)):
                if end > moment:
                    yield start, end

    def _back(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = self._day(moment)
        for back in range(MOST_DAYS):
            for start, end in reversed(self.hours(first - timedelta(days=back))):
                if start < moment:
                    yield start, end

    def _subtract_days(self, moment: datetime, days: int) -> datetime:
        day, left = self._day(moment), days
        for _ in range(MOST_DAYS):
            day -= timedelta(days=1)
            left -= self.is_working_day(day)
            if left == 0:
                return self._within(day, moment)
        return moment - timedelta(days=days)

    def _last_worked(self, moment: datetime) -> datetime:
        """Return `moment` when people work then, else the end of the working time before it."""
        if self.is_working(moment):
            return moment
        first = self._day(moment)
        for back in range(MOST_DAYS):
            ended = [end for _, end in self.hours(first - timedelta(days=back)) if end <= moment]
            if ended:
                return ended[-1]
        return moment

    def _within(self, day: date, like: datetime) -> datetime:
        """Return the time of day of `like` on a working day, moved into its hours."""
        wanted = self._moment(day, like.astimezone(self.zone).time())
        for start, end in self.hours(day):
            if wanted <= end:
                return max(wanted, start)
        return self.hours(day)[-1][1]

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _moment(self, day: date, clock: time) -> datetime:
        if clock == _END_OF_DAY:
            return datetime.combine(day + timedelta(days=1), time(), tzinfo=self.zone).astimezone(UTC)
        return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=self.zone).astimezone(UTC)


@lru_cache(maxsize=64)
def public_days(country: str, year: int) -> dict[date, bool]:
    """Return the days of a year that differ from the week: false for holidays, true for worked weekends."""
    from holidays import country_holidays  # slow to load, and most requests need no calendar

    known = country_holidays(country, years=year)
    worked = {day: True for day in known.weekend_workdays if day.year == year}
    return dict.fromkeys(known, False) | worked


def day_names(country: str, year: int, *, language: str = "") -> Mapping[date, str]:
    """Return the public holidays of a year with their names in `language`, else in the country's own."""
    from holidays import country_holidays

    if not country:
        return {}
    known = country_holidays(country, years=year)
    spoken = (each for each in known.supported_languages if language and each.startswith(language))
    return dict(country_holidays(country, years=year, language=next(spoken, known.default_language)))


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the ISO codes of the countries whose holidays are known."""
    from holidays import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False))


def read_hours(text: str) -> Hours:
    """Read «9:00-13:00, 14:00-18:00»; empty for a day off. Raises `ValueError` with the reason in words."""
    found = tuple(_interval(part.strip()) for part in text.split(",") if part.strip())
    if any(start >= end for start, end in found):
        raise ValueError("начало должно быть раньше конца; ночь делят полночью: 0:00–6:00, 22:00–24:00")
    if any(before[1] > later[0] for before, later in pairwise(found)):
        raise ValueError("часы должны идти по порядку и не пересекаться")
    return found


def write_hours(hours: Hours) -> str:
    """Write working hours as `read_hours` reads them."""
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in hours)


def write_calendar(calendar: BusinessCalendar) -> dict[str, Any]:
    """Return the calendar as its setting keeps it; the zone is the organisation's, and not part of it."""
    return {
        "country": calendar.country,
        "week": [write_hours(hours) for hours in calendar.week],
        "days_off": [day.isoformat() for day in sorted(calendar.days_off)],
        "working_days": [day.isoformat() for day in sorted(calendar.working_days)],
    }


def read_calendar(value: Mapping[str, Any], zone: ZoneInfo) -> BusinessCalendar:
    """Return the calendar that a setting keeps; what is absent is as shipped."""
    return BusinessCalendar(
        zone=zone,
        country=value.get("country", "RU"),
        week=tuple(read_hours(text) for text in value["week"]) if "week" in value else WEEK,
        days_off=frozenset(date.fromisoformat(day) for day in value.get("days_off", ())),
        working_days=frozenset(date.fromisoformat(day) for day in value.get("working_days", ())),
    )


def _interval(text: str) -> Interval:
    found = _INTERVAL.fullmatch(text)
    if found is None:
        raise ValueError("нужен вид 9:00–18:00; перерыв — через запятую: 9:00–13:00, 14:00–18:00")
    start, minute, end, last = (int(part) for part in found.groups())
    if end == 24 and last:  # noqa: PLR2004 -- the end of the day
        raise ValueError("день кончается в 24:00")
    return time(start, minute), _END_OF_DAY if end == 24 else time(end, last)  # noqa: PLR2004


def _clock(clock: time) -> str:
    return "24:00" if clock == _END_OF_DAY else f"{clock.hour}:{clock:%M}"
