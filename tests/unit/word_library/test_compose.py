"""The builder of the Word templates: what its texts become."""

import io

import docx
import pytest
from docx.document import Document

from tools.word_library.compose import build, numbers_of
from tools.word_library.markup import Column, Paragraph, Table, Text, paragraph
from tools.word_library.package import parts_of


def made(*blocks: Paragraph | Table, **about: str) -> Document:
    text = Text({"title": "T", "footer": "Договор № 1", **about}, blocks)
    return docx.Document(io.BytesIO(build(text, "ru")))


def test_the_same_text_makes_the_same_bytes() -> None:
    text = Text({"title": "T", "footer": "F", "letterhead": "A || B"}, (Paragraph("+", "Пункт"),))
    assert build(text, "ru") == build(text, "ru")


@pytest.mark.parametrize(
    ("line", "sign", "text", "label"),
    [
        ("## Предмет", "##", "Предмет", ""),
        ("+[price] Цена", "+", "Цена", "price"),
        ("{IF DEAL.VAT > 0} {ENDIF}", "control", "{IF DEAL.VAT > 0} {ENDIF}", ""),
        ("**Итого** по договору", "", "**Итого** по договору", ""),
    ],
)
def test_the_first_sign_says_what_a_line_is(line: str, sign: str, text: str, label: str) -> None:
    assert paragraph(line) == Paragraph(sign, text, label)  # type: ignore[arg-type]


def test_clauses_are_numbered_as_word_will_number_them() -> None:
    signs = ["##", "+", "+", "++", "##", "+"]
    blocks = [Paragraph(sign, "x", f"l{n}") for n, sign in enumerate(signs)]  # type: ignore[arg-type]
    assert list(numbers_of(blocks).values()) == ["1", "1.1", "1.2", "1.2.1", "2", "2.1"]


def test_a_reference_shows_the_number_and_follows_the_clause() -> None:
    document = made(
        Paragraph("##", "Один"), Paragraph("+", "Сюда", "here"), Paragraph("", "см. пункт [[here]]")
    )
    assert document.paragraphs[-1].text == "см. пункт 1.1"
    assert "REF _Ref_here \\r \\h" in document.element.xml
    assert '<w:bookmarkStart w:id="1" w:name="_Ref_here"/>' in document.element.xml


def test_cells_are_joined_to_the_left_and_upwards() -> None:
    columns = (Column(40, ""), Column(40, "r"))
    table = made(Table("form", columns, (("Банк", "<<"), ("ИНН", "Счёт"), ("КПП", "^^")))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Банк", "Банк"],
        ["ИНН", "Счёт"],
        ["КПП", "Счёт"],
    ]


def test_tables_that_touch_are_kept_apart_and_heads_repeat() -> None:
    table = Table("lines", (Column(40, ""),), (("Шапка",), ("Строка",)))
    body = made(table, table).element.xml
    assert body.count("<w:tblHeader/>") == 2
    assert body.count('<w:pStyle w:val="Gap"/>') == 2


def test_styles_are_named_in_the_language_of_the_document() -> None:
    names = {style.name for style in made(Paragraph("+", "x")).styles}
    assert {"Пункт", "Ячейка", "Шапка таблицы", "Normal", "Heading 1"} <= names


def test_a_package_holds_no_clock_and_no_stranger() -> None:
    parts = parts_of(build(Text({"title": "T", "footer": "F"}, ()), "en"))
    assert not {name for name in parts if "thumbnail" in name or "customXml" in name}
    assert b"2026-11-01T00:00:00Z" in parts["docProps/core.xml"]
