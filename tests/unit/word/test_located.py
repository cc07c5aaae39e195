"""The text of a Word template by places, as lint reads it."""

import docx

from templates.word import located
from templates.word.names import MAIN
from tests.unit.word.kit import made, par, paragraphs, run, shredded, table, with_body


def words(docx_bytes: bytes) -> list[tuple[str, str]]:
    return [(each.spot.words(), each.text) for each in located(docx_bytes)]


def test_paragraphs_tables_and_rows_are_counted() -> None:
    docx_bytes = table(["а", "б"], ["в", "{DEAL.ID}"], before=["первый", ""], after=["третий"])
    assert words(docx_bytes) == [
        ("абзац 1", "первый"),
        ("абзац 2", ""),
        ("таблица 1, строка 1", "а"),
        ("таблица 1, строка 1", "б"),
        ("таблица 1, строка 2", "в"),
        ("таблица 1, строка 2", "{DEAL.ID}"),
        ("абзац 3", "третий"),
    ]


def test_a_paragraph_is_joined_over_its_runs() -> None:
    assert words(with_body(shredded("{DEAL.AMOUNT}"))) == [("абзац 1", "{DEAL.AMOUNT}")]


def test_cells_are_containers_of_their_own() -> None:
    found = located(table(["а\nб", "в"], after=["г"]))
    assert len({each.container for each in found}) == 3
    assert found[0].container == found[1].container


def test_headers_footers_and_boxes_are_named() -> None:
    def build(document: docx.document.Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = "все"
        section.first_page_header.paragraphs[0].text = "первая"
        section.footer.paragraphs[0].text = "низ"

    assert set(words(made(build))) == {
        ("верхний колонтитул, абзац 1", "все"),
        ("верхний колонтитул первой страницы, абзац 1", "первая"),
        ("нижний колонтитул, абзац 1", "низ"),
    }
    inside = f"<v:textbox><w:txbxContent>{par('внутри')}</w:txbxContent></v:textbox>"
    box = f"<w:r><w:pict><v:shape>{inside}</v:shape></w:pict></w:r>"
    assert words(with_body(par("вокруг", box))) == [("абзац 1", "вокруг"), ("надпись, абзац 1", "внутри")]


def test_the_form_of_a_box_that_old_programs_show_counts_as_nothing() -> None:
    cell = f"<w:tbl><w:tblPr/><w:tr><w:tc>{par('в ячейке')}</w:tc></w:tr></w:tbl>"
    box = f"<w:txbxContent>{par('внутри')}{cell}<w:p/></w:txbxContent>"
    twice = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = par(f"<w:r><mc:AlternateContent>{twice}</mc:AlternateContent></w:r>")
    assert [place for place, text in words(with_body(body * 2 + cell + "<w:p/>")) if text] == [
        *("надпись, абзац 1", "надпись, таблица 1, строка 1"),
        *("надпись, абзац 3", "надпись, таблица 2, строка 1"),
        "таблица 3, строка 1",
    ]


def test_fields_of_a_mail_merge_are_told_as_text() -> None:
    body = par(
        '<w:fldSimple w:instr=" MERGEFIELD  Фамилия \\* MERGEFORMAT ">'
        "<w:r><w:t>«Фамилия»</w:t></w:r></w:fldSimple>"
    )
    assert words(with_body(body)) == [("абзац 1", "«Фамилия» {MERGEFIELD Фамилия}")]


def test_deleted_text_and_comments_are_not_told() -> None:
    body = par(
        "есть", '<w:del w:id="1" w:author="a"><w:r><w:delText>{нет}</w:delText></w:r></w:del>', run("!")
    )
    assert words(with_body(body)) == [("абзац 1", "есть!")]
    assert words(paragraphs("а")) == [("абзац 1", "а")]


def test_a_note_is_named_by_the_number_that_its_reader_sees() -> None:
    def notes(document: docx.document.Document) -> None:
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        apart = f'<w:footnote w:type="separator" w:id="-1">{par("")}</w:footnote>'
        own = "".join(f'<w:footnote w:id="{n}">{par(text)}</w:footnote>' for n, text in ((1, "а"), (2, "б")))
        blob = f'<w:footnotes xmlns:w="{MAIN}">{apart}{own}</w:footnotes>'.encode()
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    found = [each for each in words(made(notes)) if each[1]]
    assert found == [("сноска 1, абзац 1", "а"), ("сноска 2, абзац 1", "б")]
