"""The figures as tables for a spreadsheet, and the files that hold them."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from xlsxwriter import Workbook

from api.web.figure_words import ABOUT, target, verdict
from api.web.words import KINDS, ROLES
from docsvc.model.figures import CycleTime
from docsvc.model.spreadsheet import table_csv
from docsvc.queries.figures import Figures
from docsvc.queries.figures_time import TimeRow

Value = str | int | Decimal | date | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HOUR = 3600
_WIDTHS = (36, 28, 18)
"""Of the first columns and of all others, in characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; `title` is at most 31 characters, as a spreadsheet demands."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def sheets(found: Figures, zone: ZoneInfo) -> tuple[Sheet, ...]:
    """Return every table of the page, times in hours."""
    return (
        _shares(found),
        _times(_("Маршруты"), _("Маршрут"), found.times.routes),
        _times(_("Этапы"), _("Этап"), found.times.stages, _("Маршрут")),
        _times(_("Люди"), _("Кто решал"), found.times.people, _("Должность")),
        Sheet(
            _("Недели"),
            (_("Неделя с"), _("Начато"), _("Закончено")),
            tuple((week.monday, week.started, week.finished) for week in found.weeks),
        ),
        _returns(found),
        _waiting(found, zone),
    )


def _shares(found: Figures) -> Sheet:
    shares = (found.sla, found.first_time, found.escalated)
    return Sheet(
        _("Показатели"),
        (_("Показатель"), _("Что считается"), "%", _("Сколько"), _("Из скольких"), _("Цель"), _("Итог")),
        tuple(
            (
                str(ABOUT[share.metric].name),
                str(ABOUT[share.metric].counts),
                share.percent,
                share.part,
                share.whole,
                target(share.metric),
                str(verdict(share).word),
            )
            for share in shares
        ),
    )


def _times(title: str, who: str, rows: Iterable[TimeRow], about: str = "") -> Sheet:
    headings = (
        who,
        *((about,) if about else ()),
        _("Всего"),
        _("Медиана, ч"),
        _("90 % быстрее, ч"),
        _("Медиана, рабочих ч"),
        _("90 % быстрее, рабочих ч"),
    )
    return Sheet(
        title,
        headings,
        tuple((row.name, *((row.about,) if about else ()), *_hours(row.time)) for row in rows),
    )


def _hours(time: CycleTime) -> tuple[Value, ...]:
    spans = (time.elapsed.median, time.elapsed.p90, time.business.median, time.business.p90)
    return time.count, *((Decimal(each) / _HOUR).quantize(Decimal("0.01")) for each in spans)


def _returns(found: Figures) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for template in found.returns:
        counts = (template.title, template.returned, template.rounds)
        rows += [(*counts, clause.quote, clause.count) for clause in template.clauses] or [
            (*counts, "", None)
        ]
    headings = (_("Шаблон"), _("Возвратов"), _("Согласований"), _("Место в тексте"), _("Замечаний"))
    return Sheet(_("Возвраты"), headings, tuple(rows))


def _waiting(found: Figures, zone: ZoneInfo) -> Sheet:
    return Sheet(
        _("Ждут сейчас"),
        (_("Этап"), _("Кто решает"), _("Документов"), _("Просрочено"), _("Ждёт с"), _("Дольше всех")),
        tuple(
            (
                row.stage,
                row.person or str(ROLES[row.role] if row.role else ""),
                row.count,
                row.overdue,
                f"{row.since.astimezone(zone):%d.%m.%Y %H:%M}",
                f"{KINDS[row.kind].word} {row.number}",
            )
            for row in found.waiting.rows
        ),
    )


def csv_file(tables: Sequence[Sheet]) -> bytes:
    """Return the tables one under the other, with decimal commas."""
    return table_csv(
        line
        for table in tables
        for line in ([table.title], table.headings, *(map(_plain, row) for row in table.rows), [])
    )


def _plain(value: Value) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return str(value).replace(".", ",")
        case date():
            return f"{value:%d.%m.%Y}"
        case _:
            return str(value)


def xlsx_file(tables: Sequence[Sheet], *, made_at: datetime) -> bytes:
    """Return a workbook with a sheet for each table; text in it is never a formula or a link."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    book.set_properties({"created": made_at.replace(tzinfo=None)})
    for table in tables:
        _write(book, table)
    book.close()
    return file.getvalue()


def _write(book: Workbook, table: Sheet) -> None:
    sheet = book.add_worksheet(table.title)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain, day = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "dd.mm.yyyy"}),
    )
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(table.headings):
        sheet.set_column(column, column, _WIDTHS[min(column, len(_WIDTHS) - 1)])
        sheet.write_string(0, column, heading, bold)
    for line, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            match value:
                case None:
                    pass
                case date():
                    sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 -- a sheet knows no zones
                case int() | Decimal():
                    sheet.write_number(line, column, value)
                case _:
                    sheet.write_string(line, column, value, plain)
