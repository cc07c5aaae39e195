"""The sheet of a template: size, margins, letterhead, footer with the numbers of document and page."""

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.section import _Footer, _Header
from docx.shared import Mm

from tools.word_library.inline import dress, write
from tools.word_library.markup import Column, Table
from tools.word_library.tables import add_table
from tools.word_library.words import PAGES

_A4 = (210, 297)
_LOGO, _CELL_MARGIN = 62, 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """A4 and its margins in millimetres: top, right, bottom, left."""

    margins: tuple[float, float, float, float]
    landscape: bool = False

    @property
    def width(self) -> float:
        """Give the width of the text in millimetres."""
        return _A4[self.landscape] - self.margins[1] - self.margins[3]


SHEETS: Mapping[str, Sheet] = {
    "portrait": Sheet((16, 15, 16, 25)),
    "form": Sheet((12, 15, 16, 20)),
    "landscape": Sheet((9, 9, 11, 9), landscape=True),
}


def set_page(document: Document, sheet: Sheet, about: Mapping[str, str], language: str) -> None:
    """Set the page up; the letterhead stands on the first page only, the footer on all."""
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(_A4[sheet.landscape]), Mm(_A4[not sheet.landscape]))
    if sheet.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(
        Mm, sheet.margins
    )
    section.header_distance = section.footer_distance = Mm(8)
    footers = [section.footer]
    if about.get("letterhead"):
        section.different_first_page_header_footer = True
        _letterhead(section.first_page_header, sheet, about["letterhead"])
        _single(section.header, "")
        footers.append(section.first_page_footer)
    for footer in footers:
        _single(footer, f"{about['footer']}\t{PAGES[language]}")


def _single(part: _Header | _Footer, text: str) -> None:
    part.is_linked_to_previous = False
    dress(part.paragraphs[0], "Footer" if isinstance(part, _Footer) else "Header")
    write(part.paragraphs[0], text, {})


def _letterhead(header: _Header, sheet: Sheet, text: str) -> None:
    """Put the logo on the left, the company and how to reach it on the right."""
    header.is_linked_to_previous = False
    columns = (Column(_LOGO, ""), Column(sheet.width - _LOGO + _CELL_MARGIN, "r"))
    cells = tuple(cell.strip() for cell in text.split("||"))
    add_table(header, Table("plain", columns, (cells,)), {}, cell_style="Header")
    first = header.tables[0].rows[0].cells[1].paragraphs[0]
    dress(first, "Company")
    # A table must be followed by a paragraph; python-docx puts the one that was there before it.
    element = header.paragraphs[0]._p  # noqa: SLF001
    element.getparent().append(element)
