"""Settle a part before it is read: tracked changes accepted, remarks and editing marks dropped."""

from collections.abc import Iterable

from lxml import etree

from templates.word.names import COMPATIBILITY, DRAWING_2010, WORD_2010, every, w
from templates.word.tree import parent_of, remove

_DROPPED = every(
    "del moveFrom proofErr lastRenderedPageBreak commentRangeStart commentRangeEnd commentReference "
    "annotationRef rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange "
    "tblGridChange numberingChange moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd "
    "customXmlDelRangeStart customXmlDelRangeEnd customXmlInsRangeStart customXmlInsRangeEnd "
    "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart "
    "customXmlMoveToRangeEnd permStart permEnd cellIns cellMerge"
)
_UNWRAPPED = every("ins moveTo smartTag customXml")  # Word too leaves custom markup out since 2010
_PROPERTIES = every("rPr trPr")
_BLOCKS = every("p tbl sdt customXml sectPr")
_LEFT_OVER = _DROPPED | every("pPr bookmarkStart bookmarkEnd")
_IDS = tuple(
    [f"{{{WORD_2010}}}{name}" for name in ("paraId", "textId")]
    + [f"{{{DRAWING_2010}}}{name}" for name in ("anchorId", "editId")]
    + [w(f"rsid{name}") for name in ("", "R", "RPr", "RDefault", "P", "Tr", "Sect", "Del")]
)


def settle(root: etree._Element) -> None:
    """Accept tracked changes and drop what editing left behind; what a reader sees stays as it is."""
    _delete_rows(root)
    _join_paragraphs(root)
    for element in list(root.iter(*_DROPPED)):
        _drop(element)
    for element in list(root.iter(*_UNWRAPPED)):
        _unwrap(element)
    etree.strip_attributes(root, *_IDS)  # ids of editing sessions: rows that are repeated would repeat them


def _delete_rows(root: etree._Element) -> None:
    """Take out rows and cells that are tracked as deleted; a table without rows goes with them."""
    for mark in [
        *root.iterfind(f".//{w('trPr')}/{w('del')}"),
        *root.iterfind(f".//{w('tcPr')}/{w('cellDel')}"),
    ]:
        remove(parent_of(parent_of(mark)))
    for table in list(root.iter(w("tbl"))):
        if table.find(f".//{w('tr')}") is None:
            remove(table)


def _join_paragraphs(root: etree._Element) -> None:
    """Join a paragraph whose mark is tracked as deleted or moved away to the next one, as that one looks.

    One of which nothing is left goes before a table too, unless it parts two tables.
    """
    marks = f".//{w('p')}/{w('pPr')}/{w('rPr')}"
    for mark in [*root.iterfind(f"{marks}/{w('del')}"), *root.iterfind(f"{marks}/{w('moveFrom')}")]:
        paragraph = parent_of(parent_of(parent_of(mark)))
        following = next(paragraph.itersiblings(*_BLOCKS), None)
        if following is None:
            continue
        if following.tag == w("p"):
            place = 1 if following.find(w("pPr")) is not None else 0
            following[place:place] = [child for child in paragraph if child.tag != w("pPr")]
            remove(paragraph)
        elif following.tag == w("tbl") and not _holds_anything(paragraph) and not _follows_table(paragraph):
            remove(paragraph)


def _holds_anything(paragraph: etree._Element) -> bool:
    return any(child.tag not in _LEFT_OVER for child in paragraph)


def _follows_table(paragraph: etree._Element) -> bool:
    before = next(paragraph.itersiblings(*_BLOCKS, preceding=True), None)
    return before is not None and before.tag == w("tbl")


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    run = parent if parent.tag == w("r") else None
    parent.remove(element)
    if run is not None and all(child.tag == w("rPr") for child in run) and run.getparent() is not None:
        remove(run)


def _unwrap(element: etree._Element) -> None:
    """Put what stands inside in the element's place; in properties the element is only a mark."""
    parent = element.getparent()
    if parent is None:
        return
    if parent.tag in _PROPERTIES:
        parent.remove(element)
        return
    inside = [child for child in element if child.tag not in every("smartTagPr customXmlPr")]
    place = parent.index(element)
    parent[place : place + 1] = inside


def is_fallback(element: etree._Element) -> bool:
    """Tell what only old programs show: the other form of a text box that is there already."""
    return any(above.tag == f"{{{COMPATIBILITY}}}Fallback" for above in element.iterancestors())


def drop_all(elements: Iterable[etree._Element]) -> None:
    """Remove elements from wherever they stand."""
    for element in list(elements):
        remove(element)
