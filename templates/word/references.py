"""References to bookmarks that a filled-in document has lost: they become the text that they show."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from templates.word.names import w
from templates.word.settle import drop_all
from templates.word.tree import read_again, written

_REFERENCE = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+\"?([^\s\"\\]+)")
_NAME = 'w:name="{}"'
_CHAR, _SIMPLE, _CODE = w("fldChar"), w("fldSimple"), w("instrText")


@dataclass(slots=True)
class _Field:
    """A field while it is open: its code, and the elements that make it one."""

    code: str = ""
    made_of: list[etree._Element] = field(default_factory=list)


def referred(root: etree._Element) -> frozenset[str]:
    """Give the bookmarks that the cross-references of a part name."""
    return frozenset(name for each in _fields(root) if (name := _target(each.code)))


def repaired(part: bytes, wanted: Collection[str]) -> bytes:
    """Give a filled-in part without references to bookmarks that are gone."""
    gone = frozenset(name for name in wanted if _NAME.format(name).encode() not in part)
    return unlinked(part, gone) if gone else part


def unlinked(part: bytes, gone: Collection[str]) -> bytes:
    """Leave of every reference to a bookmark that is gone the text that it shows.

    LibreOffice would print «Error: Reference source not found» in its place, Word «Ошибка! Источник ссылки
    не найден».
    """
    root = read_again(part)
    for each in [found for found in _fields(root) if _target(found.code) in gone]:
        for element in each.made_of:
            _let_go(element)
    return written(root)


def _target(code: str) -> str:
    found = _REFERENCE.match(code)
    return found[1] if found else ""


def _fields(root: etree._Element) -> Iterator[_Field]:
    """Give every field once it has ended; fields stand in one another and reach over paragraphs."""
    opened: list[_Field] = []
    for element in root.iter(_CHAR, _SIMPLE, _CODE):
        kind = element.get(w("fldCharType"))
        if element.tag == _SIMPLE:
            yield _Field(element.get(w("instr"), ""), [element])
            continue
        if kind == "begin":
            opened.append(_Field())
        if opened:
            opened[-1].code += (element.text or "") if element.tag == _CODE else ""
            opened[-1].made_of.append(element)
        if kind == "end" and opened:
            yield opened.pop()


def _let_go(element: etree._Element) -> None:
    """Take a mark of a field away; a simple field leaves its runs in its place."""
    if element.tag == _SIMPLE:
        for child in list(element):
            element.addprevious(child)
    drop_all([element])
