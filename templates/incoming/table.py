"""A table from outside: a CSV file or a workbook of Excel, read as plain text and nothing else of it."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from templates.errors import TemplateError
from templates.phrase import Phrase

MOST_BYTES: Final = 4 * 2**20
MOST_LINES: Final = 3000
MOST_COLUMNS: Final = 40
LONGEST_CELL: Final = 4000

_MOST_PARTS, _MOST_UNPACKED, _MOST_RATIO = 300, 40 * 2**20, 200
_SMALL: Final = 2**20
"""Parts up to here may be packed as well as they like: a list of equal cells is."""
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = 0x1
_NAMED: Final = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
_LOOKED_AT: Final = 10


class TableRefused(TemplateError):
    """A file that cannot be read as a table; the message says why and what to do."""


def read_table(content: bytes) -> list[list[str]]:
    """Return the lines of a CSV file, or of the first sheet of a workbook, as text; raises `TableRefused`.

    A hidden sheet is none. Formulas give the value that was kept with them. Blank lines stay, so that lines
    keep their numbers.
    """
    if not content.strip():
        raise TableRefused("Файл пустой: выберите таблицу с людьми.")
    if len(content) > MOST_BYTES:
        raise TableRefused(
            Phrase(
                "Файл больше %(most)s МБ: оставьте в нём только лист с людьми.",
                most=MOST_BYTES // 2**20,
            )
        )
    if content.startswith(_OLD_EXCEL):
        raise TableRefused(
            "Это старый файл Excel (.xls) или файл под паролем. "
            "Снимите пароль, сохраните его как .xlsx или CSV и загрузите снова."
        )
    lines = _workbook(content) if content.startswith(b"PK") else _csv(content)
    read = list(islice(lines, MOST_LINES + 1))
    if len(read) > MOST_LINES:
        raise TableRefused(Phrase("В таблице больше %(most)s строк: разделите её на части.", most=MOST_LINES))
    return read


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _text(content)
    if "\0" in text:
        raise TableRefused("Это не таблица. Подойдёт CSV или Excel (.xlsx).")
    named = _NAMED.match(text)  # Excel's own first line, which says what stands between the cells
    delimiter = named[1] if named else _delimiter(text)
    rows = csv.reader(io.StringIO(text[named.end() if named else 0 :], newline=""), delimiter=delimiter)
    try:
        if named:
            yield []
        for row in rows:
            yield [cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise TableRefused("Таблица CSV повреждена: сохраните её ещё раз и загрузите снова.") from error


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")


def _delimiter(text: str) -> str:
    """Return what stands between the cells: what most of the first lines have, a title above them or not."""
    lines = text.splitlines()[:_LOOKED_AT]
    return max(";,\t", key=lambda each: (sum(each in line for line in lines), text.count(each)))


def _workbook(content: bytes) -> Iterator[list[str]]:
    # Only a workbook needs it, and only a process that may fall over.
    from openpyxl import load_workbook

    _check_parts(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
        sheet.reset_dimensions()  # what the file says of its size need not be so
        for row in sheet.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS, values_only=True):
            yield _trimmed(_cell(value) for value in row)
    except MemoryError:
        raise
    except Exception as error:
        # Each version of the library fails in ways of its own over a broken file.
        raise TableRefused(
            "Файл Excel повреждён или это не таблица: сохраните его ещё раз как .xlsx и загрузите снова."
        ) from error


def _check_parts(content: bytes) -> None:
    """Judge the ZIP by its directory, before a byte is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TableRefused("Файл Excel повреждён или оборван: сохраните его ещё раз.") from error
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise TableRefused("Файл Excel закрыт паролем: снимите пароль и загрузите снова.")
    dense = [
        part
        for part in parts
        if part.file_size > _SMALL and part.file_size > _MOST_RATIO * max(part.compress_size, 1)
    ]
    if dense or len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise TableRefused(
            "Файл Excel распаковывается в непомерно много данных. "
            "Скопируйте лист с людьми в новый файл и загрузите его."
        )


def _trimmed(cells: Iterable[str]) -> list[str]:
    row = list(cells)
    while row and not row[-1]:
        row.pop()
    return row


def _cell(value: object) -> str:
    """Write a cell as a person sees it; a whole number, as of a telephone, without a fraction."""
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime():
            return value.date().isoformat()
        case _:
            return " ".join(str(value).split())[:LONGEST_CELL]
