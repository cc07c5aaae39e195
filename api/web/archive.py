"""The archive: signed documents of a period, with totals, packages and the register."""

from datetime import date, timedelta

from flask import Response, render_template, request
from flask_babel import gettext as _

from api.context import actor, tools
from api.language import current_day
from api.web.archive_zip import packages_together
from api.web.area import Area
from api.web.reading import asked_date, asked_page, asked_text, asked_word
from api.web.register import csv_response, register_line
from docsvc.access import Right
from docsvc.errors import BadInput
from docsvc.model import Kind
from docsvc.queries.archive import ArchiveFilter, archive, archive_totals

area = Area("archive", __name__, url_prefix="/archive")

MOST_EXPORTED = 50_000
MOST_TOGETHER = 3_000
"""Packages in one download: some gigabytes, and the quarter of a busy company."""


@area.page("", access=Right.EXPORT)
def index() -> str:
    """List the signed documents that the person may export."""
    chosen = _filter()
    with tools().read() as session:
        total, voided = archive_totals(session, actor(), chosen)
        found = archive(session, actor(), chosen, page=asked_page(), total=total)
    return render_template(
        "archive.html",
        page=found,
        total=total,
        voided=voided,
        chosen=chosen,
        periods=_periods(current_day()),
        narrowed=any(request.args.values()),
        together=MOST_TOGETHER,
    )


@area.page("/register.csv", access=Right.EXPORT)
def register() -> Response:
    """Download the register of the filter, with the hash of every package."""
    with tools().read() as session:
        found = archive(session, actor(), _filter(), size=MOST_EXPORTED)
    return csv_response(_("архив"), [register_line(row) for row in found.rows])


@area.page("/packages.zip", access=Right.EXPORT)
def packages() -> Response:
    """Download every package of the filter as one file, with their register."""
    chosen = _filter()
    with tools().read() as session:
        found = archive(session, actor(), chosen, size=MOST_TOGETHER + 1)
    if len(found.rows) > MOST_TOGETHER:
        raise BadInput(
            [("", _("за раз можно забрать %(most)s документов: выберите период короче", most=MOST_TOGETHER))]
        )
    period = "_".join(f"{day:%Y-%m-%d}" for day in (chosen.since, chosen.until) if day)
    return packages_together(found.rows, f"{'_'.join(filter(None, (_('архив'), period)))}.zip")


def _filter() -> ArchiveFilter:
    return ArchiveFilter(
        text=asked_text(), kind=asked_word(Kind, "kind"), since=asked_date("since"), until=asked_date("until")
    )


def _periods(today: date) -> tuple[tuple[str, date, date], ...]:
    """Return the periods that accountants pull: the month, the one before, the quarter and the year."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return (
        (_("Этот месяц"), month, today),
        (_("Прошлый месяц"), before, month - timedelta(days=1)),
        (_("Квартал"), quarter, today),
        (_("Год"), today.replace(month=1, day=1), today),
    )
