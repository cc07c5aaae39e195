"""A Word template made ready once: its parts compiled, everything else packed for copying."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import jinja2
from lxml import etree

from templates.errors import RenderFailed
from templates.findings import Finding, Spot, TemplateFaults
from templates.word.gate import Parts, open_docx
from templates.word.names import CONTENT_TYPES, DOCUMENT_TYPE, INLINE, TEMPLATE_TYPE, TYPES_PART, w
from templates.word.notes import Notes, notes_of
from templates.word.package import NOTES, PROPERTIES, TextPart, parse, text_parts
from templates.word.prepare import weave_part
from templates.word.references import referred
from templates.word.sandbox import word_sandbox
from templates.word.strays import strays_around
from templates.word.woven import Woven
from templates.word.zipped import Entry, entry

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LEFT_OUT = re.compile(r"(?:^|/)(?:comments\w*\.xml$|_xmlsignatures/)")
_TWENTIETH = 25.4 / 1440  # millimetres in a twentieth of a point
_PAGE_MM, _LEAST_MM = 170.0, 20.0
_DRAWN = f"{{{INLINE}}}docPr"
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part with tags, compiled: `spots` are the places that its lines stand for, `said` the tags there.

    `wanted` are the bookmarks that its cross-references name; `controlled`: it has content controls.
    """

    name: str
    template: jinja2.Template
    spots: tuple[Spot, ...]
    said: tuple[str, ...]
    wanted: frozenset[str]
    controlled: bool
    sure: bool
    plain: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """A template whose preparation is done: what a merge fills in, and what it copies.

    `body` is the name of the body, `notes` the parts of notes that it refers to.
    `woven` are the parts as trees, for docxtpl; `by_docxtpl` tells that only docxtpl knows some of its tags;
    `numbers` is the highest id of a bookmark or drawing that is there already.
    """

    parts: Parts
    leaves: tuple[Leaf, ...]
    woven: tuple[Woven, ...]
    body: str
    notes: tuple[Notes, ...]
    fixed: Mapping[str, Entry]
    order: tuple[str, ...]
    column_mm: float
    numbers: int
    by_docxtpl: bool


@lru_cache(maxsize=64)
def make_ready(docx: bytes, blocks: tuple[tuple[str, str], ...] = ()) -> Ready:
    """Prepare a template, once for its bytes and blocks. Raises BadTemplate, TemplateFaults, RenderFailed."""
    parts = _without_traces(open_docx(docx))
    faults: list[Finding] = [*strays_around(parts)]
    woven: list[Woven] = []
    notes: tuple[Notes, ...] = ()
    column, numbers = _PAGE_MM, 0
    for found in text_parts(parts):
        part = _as_sure(found, woven)
        numbers = max(numbers, *_numbers(part.root))
        if not part.role:
            body, column = part, _column(part.root)
        notes += tuple(notes_of(part, body.root))
        if (done := weave_part(part, dict(blocks), faults)) is not None:
            woven.append(done)
        elif not faults and part.role != PROPERTIES:
            parts[part.name] = DECLARATION + etree.tostring(part.root, encoding="utf-8")
    if faults:
        raise TemplateFaults(faults)
    leaves = tuple(_compile(each) for each in woven if not each.by_docxtpl)
    living = {each.part.name for each in woven}
    fixed = {name: entry(name, data, once=True) for name, data in parts.items() if name not in living}
    order = (TYPES_PART, *(name for name in parts if name != TYPES_PART))
    by_docxtpl = any(each.by_docxtpl for each in woven)
    return Ready(parts, leaves, tuple(woven), body.name, notes, fixed, order, column, numbers, by_docxtpl)


def _as_sure(part: TextPart, before: Iterable[Woven]) -> TextPart:
    """Take a part for no surer than what refers to it: where a tag decides that, a note may be on no page."""
    unsure = part.role in NOTES and not all(each.keeps_notes for each in before)
    return replace(part, sure=False) if unsure else part


def _numbers(root: etree._Element) -> list[int]:
    given = [
        *(each.get(w("id")) for each in root.iter(w("bookmarkStart"))),
        *(each.get("id") for each in root.iter(_DRAWN)),
    ]
    return [
        0,
        0,
        *(int(number) for number in given if number and number.isdecimal() and len(number) < _DIGITS),
    ]


def _compile(woven: Woven) -> Leaf:
    name, sandbox = woven.part.name, word_sandbox()
    text, spots, said = woven.pieces.template(woven.part.root)
    try:
        code = sandbox.compile(text, name, name)
        template = jinja2.Template.from_code(sandbox, code, sandbox.globals)
    except jinja2.TemplateSyntaxError as error:
        where = spots[min(error.lineno, len(spots)) - 1].words() or woven.part.role or "текст документа"
        raise RenderFailed(where, error.message or "ошибка в шаблоне") from error
    except (RecursionError, SyntaxError, ValueError, MemoryError) as error:
        raise RenderFailed(name, "слишком глубокая вложенность или слишком длинное число") from error
    return Leaf(
        name,
        template,
        tuple(spots),
        tuple(said),
        wanted=wanted(woven),
        controlled="<w:sdt" in text,
        sure=woven.part.sure,
        plain=woven.plain,
    )


def wanted(woven: Woven) -> frozenset[str]:
    """Give the bookmarks that the body refers to; other parts refer to bookmarks of the body."""
    return frozenset() if woven.part.role else referred(woven.part.root)


def _without_traces(given: Parts) -> dict[str, bytes]:
    """Leave out remarks of the template's authors, and signatures, which no changed document keeps valid.

    The content types are made to fit the result.
    """
    parts = {name: data for name, data in given.items() if not _LEFT_OUT.search(name)}
    parts[TYPES_PART] = _fit_types(parts[TYPES_PART])
    for name in [name for name in parts if name.endswith(".rels")]:
        if b"comments" in parts[name] or b"_xmlsignatures" in parts[name]:
            parts[name] = _drop(parts[name], "Target")
    return parts


def _fit_types(types: bytes) -> bytes:
    root = parse(types)
    for override in list(root.iter("{*}Override")):
        if _LEFT_OUT.search(override.get("PartName", "")):
            root.remove(override)
        elif override.get("ContentType") == TEMPLATE_TYPE:
            override.set("ContentType", DOCUMENT_TYPE)
    known = {each.get("Extension", "").lower() for each in root.iter("{*}Default")}
    for suffix in ("png", "jpeg"):
        if suffix not in known:
            attributes = {"Extension": suffix, "ContentType": f"image/{suffix}"}
            root.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", attributes))
    return DECLARATION + etree.tostring(root, encoding="utf-8")


def _drop(rels: bytes, attribute: str) -> bytes:
    root = parse(rels)
    for each in list(root):
        if _LEFT_OUT.search(each.get(attribute, "")):
            root.remove(each)
    return DECLARATION + etree.tostring(root, encoding="utf-8")


def _column(body: etree._Element) -> float:
    """Give the width of the text of the first section, in millimetres."""
    section = next(body.iter(w("sectPr")), None)
    size, margins = (None, None) if section is None else (section.find(w("pgSz")), section.find(w("pgMar")))
    try:
        width = int(size.get(w("w")))  # type: ignore[union-attr,arg-type]
        sides = int(margins.get(w("left"))) + int(margins.get(w("right")))  # type: ignore[union-attr,arg-type]
    except (AttributeError, TypeError, ValueError):
        return _PAGE_MM
    return max((width - sides) * _TWENTIETH, _LEAST_MM)
