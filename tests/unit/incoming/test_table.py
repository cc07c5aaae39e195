"""Tables from outside: lists of people as CSV and Excel, and what only looks like one."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from templates.incoming import TableRefused, read_table
from templates.incoming.table import MOST_BYTES, MOST_LINES


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.create_sheet("Люди", 0)
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_the_encodings_that_spreadsheets_write(encoding: str, delimiter: str) -> None:
    text = delimiter.join(("имя", "почта")) + "\r\n" + delimiter.join(("Иван", "a@b.ru")) + "\r\n"
    assert read_table(text.encode(encoding)) == [["имя", "почта"], ["Иван", "a@b.ru"]]


def test_a_workbook_gives_what_a_person_sees_and_no_formula() -> None:
    day = dt.datetime(2026, 11, 22, tzinfo=dt.UTC).replace(tzinfo=None)
    found = read_table(workbook(["имя", "тел"], ["Иван", 79161234567], [], [day, 2.5, "=1+1"]))
    assert found == [["имя", "тел"], ["Иван", "79161234567"], [], ["2026-11-22", "2.5"]]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("sep=;\r\nимя;почта\r\n", []),
        ("Клиенты, действующие на 2026 год\nимя;почта\n", ["Клиенты, действующие на 2026 год"]),
        ("Имя (без сокращений, полностью);почта\nИван;a@b.ru\n", None),
    ],
)
def test_what_stands_above_the_cells_does_not_decide_what_stands_between_them(
    content: str, line: list[str] | None
) -> None:
    found = read_table(content.encode("cp1251"))
    assert [len(row) for row in found[1:]] == [2]
    assert line is None or found[0] == line


def test_a_hidden_sheet_is_not_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["служебное"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Люди").append(["имя", "почта"])
    content = io.BytesIO()
    book.save(content)
    assert read_table(content.getvalue()) == [["имя", "почта"]]


def test_quoted_cells_may_hold_delimiters_and_lines() -> None:
    assert read_table('имя;почта\n"Иван; и\nкомпания";a@b.ru'.encode())[1] == ["Иван; и\nкомпания", "a@b.ru"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b" \n", "пустой"),
        (b"x" * (MOST_BYTES + 1), "МБ"),
        (b"a\n" * (MOST_LINES + 1), "разделите"),
        (b"a\0b", "не таблица"),
        (b"PK\x03\x04", "повреждён"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ".xls"),
        (workbook(["имя"])[:-200], "повреждён"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(TableRefused, match=words):
        read_table(content)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
    with pytest.raises(TableRefused, match="непомерно"):
        read_table(content.getvalue())


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", "привет")
    with pytest.raises(TableRefused, match="не таблица"):
        read_table(content.getvalue())
