"""A register as CSV that spreadsheets open rightly."""

from collections.abc import Sequence
from decimal import Decimal

from flask import Response
from flask_babel import gettext as _

from api.downloads import download
from api.web.words import KINDS, STATES
from docsvc.model.spreadsheet import table_csv
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
    return download(register_file(lines), f"{name}.csv", media_type="text/csv")


def register_file(lines: Sequence[Sequence[str]]) -> bytes:
    """Return the lines under their headings."""
    return table_csv([_headings(), *lines])


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
