"""The business calendar: working hours, the country's holidays, and our own days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus

from babel import Locale
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.language import language, zone
from api.told import told_reason
from api.web.area import Area
from api.web.reading import field
from docsvc.access import Right
from docsvc.actions.set_calendar import CalendarForm, set_calendar
from docsvc.errors import BadCalendar, BadInput
from docsvc.model.calendar import BusinessCalendar, countries, write_hours
from docsvc.model.route_input import Unit
from docsvc.queries.calendar import calendar_of, special_days

area = Area("calendar", __name__, url_prefix="/settings/calendar")

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
EXAMPLES = ("4h", "8h", "1d", "5d")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: as kept, or as it was sent and refused."""

    week: tuple[str, ...]
    country: str
    days_off: str
    working_days: str


@area.page("", access=Right.ADMINISTER)
def index() -> str:
    """Show when the organisation works."""
    return _page()


@area.page("", access=Right.ADMINISTER, post=True)
def save() -> Response | tuple[str, HTTPStatus]:
    """Keep it; deadlines in working time are counted anew."""
    try:
        days = {name: _read_days(name) for name in ("days_off", "working_days")}
        form = CalendarForm(_typed().week, _typed().country, days["days_off"], days["working_days"])
        with tools().work() as work:
            set_calendar(work, form, actor=actor())
    except (BadInput, BadCalendar) as refusal:
        return _page(refusal), status_of(refusal)
    flash(_("Календарь сохранён. Сроки в рабочем времени пересчитываются."), "success")
    return redirect(url_for("calendar.index"), HTTPStatus.SEE_OTHER)


def _read_days(name: str) -> tuple[date, ...]:
    """Read dates as people write them, by lines or commas; raise `BadInput` for what is none."""
    return tuple(_read_day(name, word) for word in re.split(r"[\s,;]+", field(name)) if word)


def _read_day(name: str, word: str) -> date:
    found = _DAY.fullmatch(word)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(word)
    except ValueError:
        raise BadInput([(name, _("«%(word)s» — не дата; нужна, например, 31.12.2026", word=word))]) from None


def _typed() -> Typed:
    week = tuple(field(f"day{n}") for n in range(7))
    return Typed(week, field("country"), field("days_off"), field("working_days"))


def _kept(calendar: BusinessCalendar) -> Typed:
    return Typed(
        week=tuple(write_hours(hours) for hours in calendar.week),
        country=calendar.country,
        days_off=_write_days(calendar.days_off),
        working_days=_write_days(calendar.working_days),
    )


def _write_days(days: frozenset[date]) -> str:
    return "\n".join(f"{day:%d.%m.%Y}" for day in sorted(days))


def _page(refusal: BadInput | BadCalendar | None = None) -> str:
    now = tools().clock()
    with tools().read() as session:
        calendar = calendar_of(session, zone=zone())
    names = Locale.parse(language())
    choices = sorted((names.territories.get(code, code), code) for code in countries())
    told = refusal.problems if isinstance(refusal, BadInput) else ()
    problems = {path: told_reason(text) for path, text in told}
    return render_template(
        "calendar.html",
        typed=_typed() if request.method == "POST" else _kept(calendar),
        days=[names.days["format"]["wide"][n] for n in range(7)],
        countries=choices,
        special=special_days(
            calendar, start=now.astimezone(zone()).date() - timedelta(days=1), language=language()
        ),
        examples=[(span, calendar.after(now, span, Unit.BUSINESS)) for span in EXAMPLES],
        working_now=calendar.is_working(now),
        problems=problems,
        problem=_("Календарь не сохранён: поправьте отмеченные поля.") if problems else _words(refusal),
        zone=zone().key,
    )


def _words(refusal: BadInput | BadCalendar | None) -> str:
    return words_of(refusal) if refusal else ""
