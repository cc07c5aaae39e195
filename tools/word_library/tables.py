"""Tables of a template: widths that do not move, rows that stay whole, a head that repeats."""

from collections.abc import Iterator, Mapping
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer, _Header
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell

from tools.word_library.inline import dress, write
from tools.word_library.markup import Column, Table, paragraph

LEFT, ABOVE = "<<", "^^"
_EMU_IN_TWIP = 635
STYLES: Mapping[str, str] = {
    "lines": "Lines",
    "form": "Form",
    "grid": "Form",
    "plain": "Plain",
    "totals": "Totals",
}
_HEADS: Mapping[str, int] = {"lines": 1, "grid": 3}
"""How many rows of a table in this look are its head."""
_IN_CELLS: Mapping[str, str] = {">": "Note", "###": "Party", "control": "TemplateTag"}
_ALIGNED: Mapping[str, str] = {"": "Cell", "r": "CellRight", "c": "CellCenter"}
_ALIGNMENTS = {"": None, "r": WD_ALIGN_PARAGRAPH.RIGHT, "c": WD_ALIGN_PARAGRAPH.CENTER}


def add_table(
    place: Document | _Header | _Footer, table: Table, numbers: Mapping[str, str], *, cell_style: str = ""
) -> None:
    """Add a table; the head of one that holds lines repeats on every page."""
    made = _empty(place, table)
    heads = _HEADS.get(table.look, 0)
    cells = [list(row.cells) for row in made.rows]
    for (row, column), target in _merged(cells, table):
        _fill(target, table.rows[row][column], numbers)
        _dress(target, table.columns[column], head=row < heads, style=cell_style)
    for number, row in enumerate(made.rows):
        _keep(row._tr.get_or_add_trPr(), head=number < heads)  # noqa: SLF001 - python-docx has no such flag
    if not heads:
        _hold_together(made)


def _empty(place: Any, table: Table) -> WordTable:
    width = Mm(sum(column.width for column in table.columns))
    size = (len(table.rows), len(table.columns))
    made: WordTable = place.add_table(*size) if isinstance(place, Document) else place.add_table(*size, width)
    made._tbl.tblStyle_val = STYLES[table.look]  # noqa: SLF001 - python-docx takes names
    made.autofit = False
    _say_width(made, width)
    if table.look == "totals":
        made.alignment = WD_TABLE_ALIGNMENT.RIGHT
    for column, spec in zip(made.columns, table.columns, strict=True):
        for thing in (column, *column.cells):
            thing.width = Mm(spec.width)
    return made


def _say_width(table: WordTable, width: int) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx leaves the width to Word
    for said in properties.iterfind(qn("w:tblW")):
        said.set(qn("w:type"), "dxa")
        said.set(qn("w:w"), str(round(width / _EMU_IN_TWIP)))
    for look in properties.iterfind(qn("w:tblLook")):
        look.set(qn("w:firstColumn"), "0")


def _merged(cells: list[list[_Cell]], table: Table) -> Iterator[tuple[tuple[int, int], _Cell]]:
    """Join the cells that the text says are one, and give each with the place of its own text."""
    for row, texts in enumerate(table.rows):
        for column, text in enumerate(texts):
            if text in {LEFT, ABOVE}:
                continue
            right, below = column, row
            while right + 1 < len(texts) and texts[right + 1] == LEFT:
                right += 1
            while below + 1 < len(table.rows) and table.rows[below + 1][column] == ABOVE:
                below += 1
            corner = cells[below][right]
            joined = (
                cells[row][column] if (right, below) == (column, row) else cells[row][column].merge(corner)
            )
            yield (row, column), joined


def _fill(cell: _Cell, text: str, numbers: Mapping[str, str]) -> None:
    for number, piece in enumerate(text.split("//")):
        target = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        said = paragraph(piece.strip())
        if said.sign in _IN_CELLS:
            dress(target, _IN_CELLS[said.sign])
        write(target, said.text, numbers)


def _dress(cell: _Cell, column: Column, *, head: bool, style: str) -> None:
    for each in cell.paragraphs:
        if each._p.style is not None:  # noqa: SLF001 - the text said what it is
            continue
        dress(each, style or ("CellHead" if head else _ALIGNED[column.align]))
        if head or style:
            each.alignment = _ALIGNMENTS[column.align]


def _keep(properties: Any, *, head: bool) -> None:
    for name in ("w:cantSplit", "w:tblHeader")[: 1 + head]:
        properties.append(OxmlElement(name))


def _hold_together(table: WordTable) -> None:
    """Keep a small table on one page: each row with the next."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            for each in cell.paragraphs:
                each.paragraph_format.keep_with_next = True
