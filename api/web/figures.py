"""The figures of approvals: how long, how well, where it waits; as a page, as CSV and as a workbook."""

from datetime import date, timedelta

from flask import Response, render_template, request
from flask_babel import gettext as _

from api.context import actor, tools
from api.downloads import download
from api.language import current_day, zone
from api.web import figure_words
from api.web.area import Area
from api.web.figure_sheets import XLSX, csv_file, sheets, xlsx_file
from api.web.reading import asked_date, asked_text, asked_word
from docsvc.access import Right
from docsvc.model import Kind
from docsvc.model.figures import Metric
from docsvc.queries.figures import Figures, department_choices, figures, route_choices
from docsvc.queries.figures_filter import FigureFilter, period

area = Area("figures", __name__, url_prefix="/figures")


@area.page("", access=Right.VIEW_FIGURES)
def index() -> str:
    """Show the figures of what the reader answers for."""
    with tools().read() as session:
        routes, departments = route_choices(session), department_choices(session, actor())
    found = _found()
    times = found.times
    return render_template(
        "figures.html",
        found=found,
        chosen=found.chosen,
        routes=routes,
        departments=departments,
        periods=_periods(current_day()),
        shares=(found.sla, found.first_time, found.escalated),
        say=figure_words,
        Metric=Metric,
        longest=max(
            (row.time.elapsed.p90 for row in (*times.routes, *times.stages, *times.people)), default=1
        ),
        most=max((max(week.started, week.finished) for week in found.weeks), default=0),
        narrowed=any(request.args.values()),
    )


@area.page("/figures.csv", access=Right.VIEW_FIGURES)
def as_csv() -> Response:
    """Download every table of the page as CSV."""
    found = _found()
    return _download(found, csv_file(sheets(found, zone())), "csv", "text/csv")


@area.page("/figures.xlsx", access=Right.VIEW_FIGURES)
def as_xlsx() -> Response:
    """Download every table of the page as a workbook."""
    found = _found()
    return _download(found, xlsx_file(sheets(found, zone()), made_at=tools().clock()), "xlsx", XLSX)


def _found() -> Figures:
    since, until = period(asked_date("since"), asked_date("until"), today=current_day())
    chosen = FigureFilter(
        since=since,
        until=until,
        route=asked_text("route"),
        kind=asked_word(Kind, "kind"),
        department_id=asked_text("department"),
    )
    with tools().read() as session:
        return figures(session, actor(), chosen, now=tools().clock(), zone=zone())


def _download(found: Figures, content: bytes, ending: str, media: str) -> Response:
    """Answer with a file that is named for its period: nothing in it tells."""
    name = f"{_('показатели')} {found.chosen.since} {found.chosen.until}.{ending}"
    return download(content, name, media_type=media)


def _periods(today: date) -> tuple[tuple[str, date, date], ...]:
    """Return the periods that are looked at most."""
    return tuple(
        (word, today - timedelta(days=days - 1), today)
        for word, days in ((_("7 дней"), 7), (_("30 дней"), 30), (_("90 дней"), 90), (_("Год"), 365))
    )
