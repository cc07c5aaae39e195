"""What becomes of a Word document: its text, pages, places and form."""

import io
import re

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader

from templates import office
from templates.places import find_places
from tests.integration.office.kit import contract, saved, with_body, with_part, words

pytestmark = pytest.mark.needs("soffice")

INSERTED = '<w:ins w:id="1" w:author="Ю"><w:r><w:t>вставлено</w:t></w:r></w:ins>'
DELETED = '<w:del w:id="2" w:author="Ю"><w:r><w:delText>удалено</w:delText></w:r></w:del>'


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return office.to_pdf(contract())


def test_russian_text_tables_headers_and_footers_are_there(pdf: bytes) -> None:
    text = words(pdf)
    assert "Договор № 12" in text
    assert "ООО «Ромашка»" in text
    assert text.count("1 000,00") == 20


def test_page_numbers_are_computed_and_not_taken_from_the_file(pdf: bytes) -> None:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"Страница {number} из {len(pages)}" in page.extract_text()


def test_a_bookmark_is_a_place_to_sign(pdf: bytes) -> None:
    (place,) = find_places(pdf)
    assert place.party == "client"
    assert place.page == len(PdfReader(io.BytesIO(pdf)).pages) - 1


def test_it_is_tagged_pdf_a_3b_with_an_outline(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    metadata = reader.xmp_metadata
    assert metadata is not None
    about = metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in about
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in about
    assert "/StructTreeRoot" in reader.root_object
    assert len(reader.outline) == 1


def test_every_font_is_embedded(pdf: bytes) -> None:
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object()
            described = described.get("/DescendantFonts", [described])[0].get_object()
            assert (
                "/FontFile2" in described["/FontDescriptor"] or "/FontFile3" in described["/FontDescriptor"]
            )


def test_tracked_changes_read_as_accepted() -> None:
    text = words(office.to_pdf(with_body(contract(), f"<w:p>{INSERTED}{DELETED}</w:p>")))
    assert "вставлено" in text
    assert "удалено" not in text


def test_a_content_control_is_text_and_no_field_of_a_form() -> None:
    document = Document()
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>ООО «Вектор»</w:t></w:r></w:sdtContent></w:sdt>"
    document.add_paragraph("Заказчик: ")._p.append(parse_xml(control))
    made = office.to_pdf(saved(document))
    assert "ООО «Вектор»" in words(made)
    assert not PdfReader(io.BytesIO(made)).get_fields()


def _with_contents(*, levels: bool) -> bytes:
    """A contract whose table of contents tells of a clause that is gone."""
    shown = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("Исчезнувший пункт", "77"))
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" </w:instrText></w:r>'
    began, ended = f"<w:p>{marks[0]}{code}{marks[1]}</w:p>", f"<w:p>{marks[2]}</w:p>"
    document = with_body(contract(), began + shown + ended)
    return document if levels else with_part(document, "word/styles.xml", _without_levels)


def _without_levels(styles: str) -> str:
    return re.sub(r'<w:outlineLvl w:val="\d"/>', "", styles)


def test_a_table_of_contents_tells_of_the_headings_that_there_are() -> None:
    text = words(office.to_pdf(_with_contents(levels=True)))
    assert "Исчезнувший" not in text
    assert text.count("Договор № 12") == 2


def test_a_table_of_contents_that_would_be_emptied_stays_as_it_was() -> None:
    assert "Исчезнувший пункт" in words(office.to_pdf(_with_contents(levels=False)))
