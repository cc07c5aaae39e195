"""The organisation's business calendar, and the zone that a person lives in."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from docsvc.model import Setting, User
from docsvc.model.calendar import BusinessCalendar, day_names, read_calendar
from docsvc.work import ORGANISATION

CALENDAR = "calendar"
"""The key of the setting."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its week; `name` is that of a public holiday, `own` ours to change."""

    day: date
    working: bool
    name: str
    own: bool


def calendar_of(session: Session, *, zone: ZoneInfo | None = None) -> BusinessCalendar:
    """Return the calendar of the organisation in `zone`, else in the zone of the organisation's file."""
    kept = session.get(Setting, CALENDAR)
    return read_calendar(kept.value if kept else {}, zone or _zone(session))


def calendar_for(session: Session, user: User | None, *, zone: ZoneInfo | None = None) -> BusinessCalendar:
    """Return the calendar where a person is; the organisation's for a role or somebody without a zone."""
    return calendar_of(session, zone=zone).at(user.timezone if user else "")


def special_days(
    calendar: BusinessCalendar, *, start: date, days: int = 400, language: str = ""
) -> tuple[SpecialDay, ...]:
    """Return the days from `start` on that are off or worked unlike their weekday, in order."""
    names = {
        day: name
        for year in (start.year, start.year + 1)
        for day, name in day_names(calendar.country, year, language=language).items()
    }
    own = calendar.days_off | calendar.working_days
    every = (start + timedelta(days=ahead) for ahead in range(days))
    return tuple(
        SpecialDay(day, calendar.is_working_day(day), names.get(day, ""), day in own)
        for day in every
        if day in own or calendar.is_working_day(day) != bool(calendar.week[day.weekday()])
    )


def _zone(session: Session) -> ZoneInfo:
    organisation = session.get(Setting, ORGANISATION)
    return ZoneInfo(str((organisation.value if organisation else {}).get("timezone") or "Europe/Moscow"))
