"""Saying when the organisation works: hours, the country's holidays, own days off and own working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docsvc.access import Right, require
from docsvc.errors import BadCalendar, BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import Setting
from docsvc.model.calendar import BusinessCalendar, Hours, countries, read_hours, write_calendar
from docsvc.queries.calendar import CALENDAR, calendar_of
from docsvc.work import ORGANISATION, Actor, Work

MOST_OWN_DAYS = 400


@dataclass(frozen=True, slots=True)
class CalendarForm:
    """A calendar as a page gives it: hours in words from Monday, a country or none, our own days."""

    week: Sequence[str]
    country: str
    days_off: Sequence[date] = ()
    working_days: Sequence[date] = ()


def set_calendar(work: Work, form: CalendarForm, *, actor: Actor) -> None:
    """Replace the business calendar; deadlines of open approvals are counted anew by a job.

    Raises `Forbidden`, `BadInput` naming each wrong field, `BadCalendar` where nobody would ever work.
    """
    require(actor, Right.ADMINISTER)
    calendar = _checked(form, calendar_of(work.session, zone=work.timezone))
    before = calendar_of(work.session, zone=work.timezone)
    if calendar == before:
        return
    work.session.merge(Setting(key=CALENDAR, value=write_calendar(calendar)))
    work.record(ORGANISATION, "calendar.changed", actor, calendar=write_calendar(calendar))
    work.later("approval_clocks", {})


def _checked(form: CalendarForm, known: BusinessCalendar) -> BusinessCalendar:
    week, problems = _week(form.week)
    if form.country and form.country not in countries():
        problems.append(("country", "для этой страны нет календаря праздников"))
    both = set(form.days_off) & set(form.working_days)
    problems += [
        ("working_days", Phrase("%(day)s — и выходной, и рабочий", day=f"{day:%d.%m.%Y}"))
        for day in sorted(both)
    ]
    if len(form.days_off) + len(form.working_days) > MOST_OWN_DAYS:
        problems.append(("days_off", Phrase("не больше %(most)s дней", most=MOST_OWN_DAYS)))
    if problems:
        raise BadInput(problems)
    if not any(week):
        raise BadCalendar(reason="Нет ни одного рабочего часа: сроки в рабочем времени никогда бы не вышли.")
    return BusinessCalendar(
        known.zone, form.country, week, frozenset(form.days_off), frozenset(form.working_days)
    )


def _week(texts: Sequence[str]) -> tuple[tuple[Hours, ...], list[tuple[str, str]]]:
    week: list[Hours] = []
    problems: list[tuple[str, str]] = []
    for n, text in enumerate(texts):
        try:
            week.append(read_hours(text))
        except ValueError as error:
            problems.append((f"week[{n}]", str(error)))
    return tuple(week), problems
