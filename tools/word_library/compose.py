"""Make one Word template from its text."""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Pt

from tools.word_library.inline import add_bookmark, bookmark_name, dress, write
from tools.word_library.markup import Paragraph, Table, Text, read
from tools.word_library.package import empty, pack, parts_of
from tools.word_library.page import SHEETS, set_page
from tools.word_library.tables import add_table
from tools.word_library.words import STYLES

_TWIPS_IN_MM = 56.6929
_STYLES: Mapping[str, str] = {
    "": "Normal",
    "=": "Preamble",
    "#": "Title",
    "##": "Heading1",
    "###": "Heading2",
    "+": "Clause",
    "++": "Subclause",
    "-": "ListBullet",
    "*": "ListNumber",
    ">": "Note",
    "^": "Reference",
    "~": "Place",
    "control": "TemplateTag",
    "%gap": "Gap",
}
_SIZES: Mapping[str, tuple[int, int, int, int]] = {
    "portrait": (21, 19, 18, 18),
    "form": (20, 18, 17, 16),
    "landscape": (14, 14, 13, 12),
}
"""Plain text, text in cells, in the heads of tables and in notes, in half points."""
_LEVELS: Mapping[str, int] = {"##": 0, "+": 1, "++": 2}


def compose(path: Path, language: str) -> bytes:
    """Build template.docx from the part of a file that is in this language."""
    return build(read(path, language), language)


def build(text: Text, language: str) -> bytes:
    """Build a document: the same bytes for the same text."""
    name = text.about.get("page", "portrait")
    sheet = SHEETS[name]
    kinds = ("text_size", "cell_size", "head_size", "note_size")
    sizes = {
        **{kind: str(size) for kind, size in zip(kinds, _SIZES[name], strict=True)},
        "width": str(round(sheet.width * _TWIPS_IN_MM)),
        "title": text.about["title"],
    }
    document = docx.Document(io.BytesIO(empty({**STYLES[language], **sizes})))
    set_page(document, sheet, text.about, language)
    _write(document, text)
    buffer = io.BytesIO()
    document.save(buffer)
    return pack(parts_of(buffer.getvalue()))


def numbers_of(blocks: Iterable[Paragraph | Table]) -> dict[str, str]:
    """Say which number Word will give each labelled clause."""
    counts, numbers = [0, 0, 0], {}
    for block in blocks:
        if not isinstance(block, Paragraph) or block.sign not in _LEVELS:
            continue
        level = _LEVELS[block.sign]
        counts[level:] = [counts[level] + 1, *[0] * (2 - level)]
        if block.label:
            numbers[block.label] = ".".join(map(str, counts[: level + 1]))
    return numbers


def _write(document: Document, text: Text) -> None:
    numbers = numbers_of(text.blocks)
    before: Paragraph | Table | None = None
    for block in text.blocks:
        if isinstance(block, Table):
            if isinstance(before, Table):  # Word makes one table of two that touch
                dress(document.add_paragraph(), "Gap")
            add_table(document, block, numbers)
        elif block.sign != "---":
            _paragraph(document, block, numbers, before=before)
        before = block
    if isinstance(before, Table):  # the body of a document ends with a paragraph
        dress(document.add_paragraph(), "Gap")


def _paragraph(
    document: Document, block: Paragraph, numbers: Mapping[str, str], *, before: Paragraph | Table | None
) -> None:
    made = document.add_paragraph()
    dress(made, _STYLES[block.sign])
    write(made, block.text.replace("||", "\t"), numbers)
    if isinstance(before, Table) and block.sign not in {"#", "##", "###", "control", "%gap"}:
        made.paragraph_format.space_before = Pt(6)
    elif isinstance(before, Paragraph) and before.sign == "---":
        made.paragraph_format.page_break_before = True
    if block.label:
        add_bookmark(made, bookmark_name(block.label), list(numbers).index(block.label) + 1)
