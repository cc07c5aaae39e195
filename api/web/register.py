"""A register as CSV that spreadsheets open rightly: UTF-8 with a mark, semicolons, decimal commas."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import quote

from flask import Response
from flask_babel import gettext as _

from api.web.words import KINDS, STATES
from docsvc.model.spreadsheet import harmless
from docsvc.queries.archive import ArchiveRow
from docsvc.queries.documents import DocumentRow


def register_line(row: DocumentRow | ArchiveRow) -> list[str]:
    """Return a document as one line of the register."""
    return [
        str(KINDS[row.kind].word),
        row.number,
        f"{row.date:%d.%m.%Y}",
        row.company,
        row.inn if isinstance(row, ArchiveRow) else "",
        f"{Decimal(row.amount_minor) / 100:.2f}".replace(".", ","),
        row.currency,
        str(STATES[row.state].word),
        *((row.file_name, row.package_sha256) if isinstance(row, ArchiveRow) else ("", "")),
    ]


def csv_response(name: str, lines: Sequence[Sequence[str]]) -> Response:
    """Return the lines under their headings as a download."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings())
    writer.writerows([harmless(value) for value in line] for line in lines)
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return response


def _headings() -> list[str]:
    return [
        _("Вид"),
        _("Номер"),
        _("Дата"),
        _("Контрагент"),
        _("ИНН"),
        _("Сумма"),
        _("Валюта"),
        _("Состояние"),
        _("Файл пакета"),
        _("SHA-256 пакета"),
    ]
