"""The file with a mailing's people: read in a process that can do no harm, and written as a sample."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model.mailing_columns import HEADINGS, Row, find_headings, row_of
from docsvc.model.mailing_input import MOST_PEOPLE
from docsvc.model.spreadsheet import table_csv
from templates import TemplateError
from templates.incoming import TableRefused, read_table
from templates.limits import Limits, limited

_LIMITS: Final = Limits(seconds=30, cpu=20, memory=2**30)

_LANGUAGES: Final = {
    **dict.fromkeys(("", "ru", "rus", "русский", "russian", "рус"), "ru"),
    **dict.fromkeys(("en", "eng", "английский", "english", "англ"), "en"),
}


def read_people(content: bytes) -> list[tuple[int, Row]]:
    """Return the people of a CSV or XLSX file: each line's number and its cells by field.

    Raises `BadInput` for what is no table, has no headings of ours, nobody in it, or too many.
    """
    try:
        table = limited(read_table, _LIMITS)(content)
    except TableRefused as error:
        raise BadInput([("файл", str(error))]) from error
    except TemplateError as error:
        raise BadInput([("файл", "прочитать его слишком тяжело: сохраните лист с людьми как CSV")]) from error
    return people_of(table)


def read_typed(text: str) -> list[tuple[int, Row]]:
    """Return the people of a list that was mended on the page; raises what `read_people` raises."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    try:
        return people_of([[cell.strip() for cell in line] for line in lines])
    except csv.Error as error:
        raise BadInput([("список", "проверьте кавычки: у каждой открытой должна быть закрытая")]) from error


def people_of(table: Sequence[Sequence[str]]) -> list[tuple[int, Row]]:
    """Return the people of a table with a line of headings; raises what `read_people` raises."""
    start, fields = find_headings(table)
    people = [
        (number, row)
        for number, line in enumerate(table[start + 1 :], start=start + 2)
        if any((row := row_of(fields, line)).values())
    ]
    if not people:
        raise BadInput([("файл", "под заголовками никого нет")])
    if len(people) > MOST_PEOPLE:
        words = "людей %(here)s, а за раз можно %(most)s: разделите список"
        raise BadInput([("файл", Phrase(words, here=len(people), most=MOST_PEOPLE))])
    return people


def spelled(row: Row) -> dict[str, object]:
    """Return a row as `PersonInput` takes it: languages are written in many ways."""
    given = row.get("language", "").casefold()
    return {**row, "language": _LANGUAGES.get(given, given)}


def write_people(people: Sequence[Row]) -> str:
    """Write people as `read_typed` reads them."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(_table(people))
    return text.getvalue()


def sample_file() -> bytes:
    """Return the sample: a CSV file that spreadsheets open rightly."""
    people: list[Row] = [
        {
            "name": "Иванова Мария Петровна",
            "email": "ivanova@example.ru",
            "phone": "8 916 123-45-67",
            "position": "Директор",
            "organisation": "ООО «Ромашка»",
            "authority": "Устава",
            "language": "русский",
        },
        {"name": "John Smith", "email": "smith@example.com", "language": "английский"},
    ]
    return table_csv(_table(people))


def _table(people: Sequence[Row]) -> list[list[str]]:
    """Return the people under their headings, without columns that nobody needs."""
    used = [
        field for field in HEADINGS if field in {"name", "email"} or any(row.get(field) for row in people)
    ]
    return [[HEADINGS[field] for field in used], *([row.get(field, "") for field in used] for row in people)]
