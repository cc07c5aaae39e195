"""Runs of a paragraph: plain and bold text, references to clauses, fields of Word."""

import re
from collections.abc import Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_PIECES = re.compile(r"(\*\*.+?\*\*|\[\[\w+\]\]|<(?:PAGE|NUMPAGES)>)")


def write(paragraph: Paragraph, text: str, numbers: Mapping[str, str]) -> None:
    """Add a line of marked text; `numbers` says which number each label has now."""
    for piece in filter(None, _PIECES.split(text)):
        if piece.startswith("**"):
            paragraph.add_run(piece[2:-2]).bold = True
        elif piece.startswith("[["):
            label = piece[2:-2]
            add_field(paragraph, f"REF {bookmark_name(label)} \\r \\h", shown=numbers[label])
        elif piece.startswith("<"):
            add_field(paragraph, piece[1:-1], shown="1")
        else:
            paragraph.add_run(piece)


def dress(paragraph: Paragraph, style: str) -> None:
    """Give a paragraph a style by its id: names differ between the languages."""
    paragraph._p.style = style  # noqa: SLF001 - python-docx takes names


def bookmark_name(label: str) -> str:
    """Name the bookmark of a clause; Word hides names that begin so."""
    return f"_Ref_{label}"


def add_field(paragraph: Paragraph, instruction: str, *, shown: str) -> None:
    """Add a field that Word computes; `shown` stands there until it does. Source: ECMA-376 §17.16.18."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("end", shown)):
        if kind == "end":
            paragraph.add_run(text)
        run = paragraph.add_run()._r  # noqa: SLF001 - python-docx has no fields
        run.append(_char(kind) if kind else _instruction(text))


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Put a bookmark around what the paragraph holds."""
    properties = {"id": str(number), "name": name}
    start, end = _element("bookmarkStart", properties), _element("bookmarkEnd", {"id": str(number)})
    inside = paragraph._p  # noqa: SLF001 - python-docx has no bookmarks
    next(inside.iterfind(qn("w:r"))).addprevious(start)
    inside.append(end)


def _char(kind: str) -> Any:
    return _element("fldChar", {"fldCharType": kind})


def _instruction(text: str) -> Any:
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = f" {text} "
    return element


def _element(name: str, attributes: Mapping[str, str]) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
