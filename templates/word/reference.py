"""The same template through docxtpl: the reference for the compiled merge, and the way for its own tags.

The prepared parts are written back as docxtpl's own tags (`{%p %}`, `{%tr %}`, `{{r }}`) and docxtpl does the
rest: it patches the XML, fills it in and mends tables. What it leaves out (endnotes, properties) is filled
in as usual.
"""

import io
import zipfile
from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError
from lxml import etree

from templates.errors import RenderFailed
from templates.fill import demand
from templates.reasons import reason_of
from templates.run import current
from templates.source import Source
from templates.word.controls import without_empty_controls
from templates.word.hairline import part_tables
from templates.word.marks import NUMBER, Pieces
from templates.word.merge import (
    FAILURES,
    Merged,
    check_strictly,
    context_of,
    fill_leaf,
    link,
    prepare,
    running,
)
from templates.word.names import TYPES_PART, rels_of, w
from templates.word.notes import ordered
from templates.word.ready import DECLARATION, Ready, wanted
from templates.word.references import repaired
from templates.word.sandbox import word_sandbox
from templates.word.sheet import Sheet
from templates.word.tree import parent_of
from templates.word.woven import Woven
from templates.word.zipped import entry, write_zip

_BY_US = ("word/endnotes", "docProps/")
_BETWEEN = {w("tr"): "tr", w("tc"): "tc", w("r"): "r", w("hyperlink"): "r"}
_SHELLS = {
    "p": ("p", "r", "t"),
    "tr": ("tr", "tc", "p", "r", "t"),
    "tc": ("tc", "p", "r", "t"),
    "r": ("r", "t"),
}


class _Docxtpl(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl that tells which part is under way, and leaves the properties to us."""

    def __init__(self, docx: bytes, record: Sheet, sure: Collection[str]) -> None:
        super().__init__(io.BytesIO(docx))
        self._record, self._sure = record, sure
        self.seen: dict[str, None] = {}

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Fill a part in, as docxtpl does."""
        self._record.part, self._record.plain = str(part.partname).lstrip("/"), False
        with current.get().apart() as printed:
            rendered: str = super().render_xml_part(src_xml, part, context, jinja_env)
        if self._record.part in self._sure:
            self.seen |= printed
        return rendered

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Leave the properties as they are: docxtpl would escape them twice."""


def merge_by_docxtpl(
    source: Source, facts: Mapping[str, Any], *, assets: Mapping[str, bytes] | None = None
) -> Merged:
    """Fill a Word template in by docxtpl. Raises TemplateFaults, RenderFailed."""
    ready = prepare(source, facts)
    values = context_of(source, facts)
    with running(source, ready, assets) as (run, record):
        sure = {each.part.name for each in ready.woven if each.part.sure}
        template = _Docxtpl(_as_docxtpl(ready, values, record), record, sure)
        try:
            template.render(values, word_sandbox())
        except SecurityError as error:
            raise RenderFailed(source.main, "шаблон обращается к тому, что не разрешено") from error
        except FAILURES as error:
            raise RenderFailed(source.main, reason_of(error)) from error
        demand(source, facts, run)
        saved = io.BytesIO()
        template.save(saved)
        return Merged(_complete(saved.getvalue(), ready, record), run, tuple(template.seen))


def _as_docxtpl(ready: Ready, values: dict[str, Any], record: Sheet) -> bytes:
    """Write the template with its tags as docxtpl has them."""
    parts = dict(ready.parts)
    ours = {leaf.name: leaf for leaf in ready.leaves if leaf.name.startswith(_BY_US)}
    for woven in ready.woven:
        name = woven.part.name
        parts[name] = fill_leaf(ours[name], values, record) if name in ours else _tagged(woven)
    return write_zip(entry(name, parts[name]) for name in ready.order)


def _tagged(woven: Woven) -> bytes:
    root = deepcopy(woven.part.root)
    for numbered in root.iter(etree.Element):
        if numbered.get("id") == NUMBER:
            numbered.set("id", "1")
    for node in list(root.iter(etree.ProcessingInstruction)):
        index = woven.pieces.index(node)
        if index is not None:
            _write(node, woven.pieces, index)
    return DECLARATION + etree.tostring(root, encoding="utf-8")


def _write(node: etree._Element, pieces: Pieces, index: int) -> None:
    code, parent = pieces.codes[index], parent_of(node)
    if parent.tag == w("t"):
        _into_text(node, code)
        return
    shell = _between(node)
    outer = inner = etree.Element(w(_SHELLS[shell][0]))
    for name in _SHELLS[shell][1:]:
        inner = etree.SubElement(inner, w(name))
    inner.text = f"{code[:2]}{shell} {code[2:].lstrip()}"
    parent.replace(node, outer)


def _between(node: etree._Element) -> str:
    """Say among what a piece stands: rows, cells, runs, or paragraphs and tables."""
    siblings = [*node.itersiblings(etree.Element), *node.itersiblings(etree.Element, preceding=True)]
    kinds = {_BETWEEN[each.tag] for each in siblings if each.tag in _BETWEEN}
    if parent_of(node).tag in {w("p"), w("hyperlink")}:
        return "r"
    return next(iter(kinds), "p")


def _into_text(node: etree._Element, code: str) -> None:
    text, before = code + (node.tail or ""), node.getprevious()
    parent = parent_of(node)
    node.tail = None
    parent.remove(node)
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _complete(docx: bytes, ready: Ready, record: Sheet) -> bytes:
    """Add the pictures that tags drew, and check every part that was filled in."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for woven in (each for each in ready.woven if each.part.name in parts):  # docxtpl leaves orphans out
        filled = repaired(parts[woven.part.name], wanted(woven))
        parts[woven.part.name] = part_tables(without_empty_controls(filled))
        check_strictly(parts[woven.part.name], woven.part.name)
    parts |= ordered([each for each in ready.notes if each.name in parts], ready.body, parts)
    for part, links in record.links.items():
        parts[rels_of(part)] = link(parts.get(rels_of(part)), links)
    parts |= record.media
    parts[TYPES_PART] = ready.parts[TYPES_PART] if record.media else parts[TYPES_PART]
    return write_zip(entry(name, data) for name, data in parts.items())
