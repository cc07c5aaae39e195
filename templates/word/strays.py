"""Tags where no data can be put: formulas, diagrams, addresses of links, instructions of fields."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from templates.findings import Finding, Severity, Spot
from templates.language import Fault, excerpt, scan
from templates.language.names import ROOTS
from templates.word.atoms import Paragraph
from templates.word.contents import instructions
from templates.word.gate import Parts
from templates.word.names import w
from templates.word.package import TextPart, parse
from templates.word.settle import is_fallback
from templates.word.walk import Placed, paragraphs

_TEXTS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}t",
)
_DRAWN = ("word/charts/", "word/diagrams/data")
_FORMULA = "тег стоит в формуле, диаграмме или рисунке SmartArt, куда данные не подставляются"
_LINK = "тег стоит в адресе гиперссылки, куда данные не подставляются"
_FIELD = "тег стоит внутри поля Word, куда данные не подставляются"
_REMEDY = "Поставьте тег в обычный текст."
_ART = "тег стоит в подложке или фигурном тексте WordArt, куда данные не подставляются"
_ELSEWHERE = "тег стоит там, куда данные не подставляются"
_TYPED = "тег набран как поле Word (Ctrl+F9), такие скобки ничего не печатают"
_TYPE_ANEW = "Удалите поле и наберите тег обычным текстом, со скобками { } с клавиатуры."
_SUM = (
    "формула Word в таблице не считает того, что напечатают теги: вместо суммы выйдет прежнее число или ноль"
)
_COUNTED = "Удалите поле и поставьте тег: {DEAL.AMOUNT | money}."
_OF_CELLS = re.compile(r"\s*=.*\b(?:ABOVE|BELOW|LEFT|RIGHT|[A-Z]{1,2}\d+)\b", re.IGNORECASE)
_WITHOUT_BRACES = re.compile(rf"(?:{'|'.join(ROOTS).upper()})\s*\.\s*\w|(?:FOREACH|END(?:IF|FOREACH))\b")


def strays_of(part: TextPart) -> Iterator[Finding]:
    """Find the tags of a part that stand outside its text, each in the paragraph where it is."""
    told: set[tuple[str, str]] = set()
    for placed in paragraphs(part):
        if not is_fallback(placed.paragraph.element):
            for found in _strays_in(placed):
                if (found.code, found.text) not in told:  # the paragraph of a text box has told it already
                    yield found
                told.add((found.code, found.text))


def _strays_in(placed: Placed) -> Iterator[Finding]:
    for text in _joined(placed.paragraph.element):
        yield from _tell(text, placed.spot, _FORMULA)
    yield from _tell(_unread(placed.paragraph), placed.spot, _ELSEWHERE)
    for art in placed.paragraph.element.iter("{urn:schemas-microsoft-com:vml}textpath"):
        yield from _tell(art.get("string", ""), placed.spot, _ART)
    for instruction in instructions(placed.paragraph.element):
        found = tuple(_tell(instruction, placed.spot, _FIELD))
        yield from found
        if _OF_CELLS.match(instruction):
            yield Finding(Severity.ERROR, "word-sum", placed.spot, instruction.strip()[:60], _SUM, _COUNTED)
        if not found and _WITHOUT_BRACES.match(instruction.strip()):
            yield Finding(
                Severity.ERROR, "stray-tag", placed.spot, instruction.strip()[:60], _TYPED, _TYPE_ANEW
            )


def _unread(paragraph: Paragraph) -> str:
    """Give the text of a paragraph that is no part of it for tags: none may be left in a document unseen."""
    if "{" not in "".join(map(str, paragraph.element.itertext(w("t")))):
        return ""
    read = {atom.element for atom in paragraph.atoms}
    own = (
        each
        for each in paragraph.element.iter(w("t"))
        if next(each.iterancestors(w("p"))) is paragraph.element
    )
    return "".join(each.text or "" for each in own if each not in read)


def strays_around(parts: Parts) -> Iterator[Finding]:
    """Find tags in diagrams and in addresses of links."""
    for name, data in parts.items():
        if name.startswith(_DRAWN) and name.endswith(".xml"):
            for text in _joined(parse(data)):
                yield from _tell(text, Spot("диаграмма"), _FORMULA)
        elif name.startswith("word/_rels/") and (b"{" in data or b"%7B" in data):
            for each in parse(data):
                yield from _tell(unquote(each.get("Target", "")), Spot("гиперссылка"), _LINK)


def _joined(root: etree._Element) -> Iterator[str]:
    """Give the texts that are no text of paragraphs, joined within what holds them."""
    found: dict[etree._Element, list[str]] = {}
    for text in root.iter(*_TEXTS):
        run = text.getparent()
        holder = run if run is None or run.getparent() is None else run.getparent()
        if holder is not None:
            found.setdefault(holder, []).append(text.text or "")
    yield from map("".join, found.values())


def _tell(text: str, spot: Spot, message: str) -> Iterator[Finding]:
    for tag in scan(text) if "{" in text else ():
        if not isinstance(tag, Fault):
            around = excerpt(text, tag.start, tag.end)
            yield Finding(Severity.ERROR, "stray-tag", spot, around, message, _REMEDY)
