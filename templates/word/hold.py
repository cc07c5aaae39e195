"""What keeps a part valid whatever its tags decide: cells keep a paragraph, tables rows, ids stay single."""

import re
from collections.abc import Iterator

from lxml import etree

from templates.findings import Spot
from templates.word.marks import NUMBER, Pieces, Step
from templates.word.names import INLINE, WORD_2012, every, w
from templates.word.settle import drop_all, is_fallback

_HOLDERS = every("tc txbxContent hdr ftr footnote endnote")
_LEADING = every("tcPr tblPr tblGrid")
_TIES = every("dataBinding showingPlcHdr text") | {f"{{{WORD_2012}}}dataBinding"}
_REFERENCES = every("footnoteReference endnoteReference")
_OURS = re.compile(r"sig[a-z]{1,20}|_GoBack")
_STARTS, _ENDS = w("bookmarkStart"), w("bookmarkEnd")


def hold_valid(root: etree._Element, pieces: Pieces) -> None:
    """Guard what loops and conditions could empty, and number anew what copies would repeat."""
    paths = dict(_paths(root, pieces))
    _settle_bookmarks(root, paths, pieces)
    for element in root.iter(f"{{{INLINE}}}docPr"):
        element.set("id", NUMBER)
    for element in list(root.iterfind(f".//{w('sdtPr')}/{w('id')}")):
        if _in_loop(paths[element], pieces):
            drop_all([element])
    _free_controls(root, pieces)
    for table in list(root.iter(w("tbl"))):
        if not _has_sure(table, w("tr"), paths):
            _wrap(table, "word_table", pieces)
    for holder in list(root.iter(*_HOLDERS)):
        if not _ends_sure(holder, paths):
            _wrap_inside(holder, pieces)


def keeps_notes(root: etree._Element, pieces: Pieces) -> bool:
    """Tell whether every note that a part refers to is there whatever its tags decide."""
    return not any(path and element.tag in _REFERENCES for element, path in _paths(root, pieces))


def first_misnested(root: etree._Element, pieces: Pieces) -> Spot | None:
    """Give the place of the first tag that closes or turns another block than the innermost one."""
    path: list[str] = []
    for element in root.iter(etree.ProcessingInstruction):
        index = pieces.index(element)
        step, family = pieces.steps[index] if index is not None else (Step.NONE, "")
        if step is Step.OPEN:
            path.append(family)
        elif step is not Step.NONE and (not path or family not in {"", path[-1]}):
            return pieces.spots[index or 0]
        elif step is Step.CLOSE:
            path.pop()
    return None


Path = tuple[int, ...]


def _paths(root: etree._Element, pieces: Pieces) -> Iterator[tuple[etree._Element, Path]]:
    """Give for every element the blocks of Jinja that are open around it."""
    path: Path = ()
    turns = 0
    for element in root.iter():
        index = pieces.index(element)
        if index is not None:
            step = pieces.steps[index][0]
            if step is Step.CLOSE or step is Step.TURN:
                path = path[:-1]
            if step is Step.OPEN or step is Step.TURN:
                turns += 1
                path = (*path, index)
        yield element, path


def _in_loop(path: Path, pieces: Pieces) -> bool:
    return any(pieces.steps[index] == (Step.OPEN, "for") or not pieces.steps[index][1] for index in path)


def _at_most_once(path: Path, pieces: Pieces) -> bool:
    """Tell whether only conditions stand around: a loop repeats, a macro may be called again."""
    return all(pieces.steps[index][1] == "if" for index in path)


def _settle_bookmarks(root: etree._Element, paths: dict[etree._Element, Path], pieces: Pieces) -> None:
    """Keep the bookmarks that begin and end once if at all; ours are set when the document is made."""
    ends = {end.get(w("id")): end for end in root.iter(_ENDS) if not is_fallback(end)}
    kept: set[etree._Element] = set()
    for start in (each for each in root.iter(_STARTS) if not is_fallback(each)):
        end = ends.get(start.get(w("id")))
        sure = end is not None and paths[start] == paths[end] and _at_most_once(paths[start], pieces)
        if sure and end is not None and not _OURS.fullmatch(start.get(w("name")) or ""):
            kept.update((start, end))
    drop_all(element for element in root.iter(_STARTS, _ENDS) if element not in kept)


def _free_controls(root: etree._Element, pieces: Pieces) -> None:
    """Untie content controls that hold tags from the data that Word would put there instead.

    One for plain text becomes one for any: LibreOffice prints no line breaks in the former.
    """
    for control in root.iter(w("sdt")):
        properties = control.find(w("sdtPr"))
        if properties is not None and any(pieces.index(each) is not None for each in control.iter()):
            drop_all(each for each in properties if each.tag in _TIES)


def _has_sure(table: etree._Element, tag: str, paths: dict[etree._Element, Path]) -> bool:
    return any(paths.get(row) == paths.get(table) for row in table.iter(tag))


def _ends_sure(holder: etree._Element, paths: dict[etree._Element, Path]) -> bool:
    """Tell whether a holder ends with a paragraph, or a content control that does, whatever tags decide."""
    last = _last(holder)
    while last is not None and last.tag == w("sdt"):
        content = last.find(w("sdtContent"))
        last = None if content is None else _last(content)
    return last is not None and last.tag == w("p") and paths.get(last) == paths.get(holder)


def _last(holder: etree._Element) -> etree._Element | None:
    return next(holder.iterchildren(etree.Element, reversed=True), None)


def _wrap(element: etree._Element, name: str, pieces: Pieces) -> None:
    element.addprevious(pieces.node(f"{{% filter {name} %}}", Spot(), (Step.OPEN, "filter")))
    element.addnext(pieces.node("{% endfilter %}", Spot(), (Step.CLOSE, "filter")))


def _wrap_inside(holder: etree._Element, pieces: Pieces) -> None:
    place = 1 if len(holder) and holder[0].tag in _LEADING else 0
    holder.insert(place, pieces.node("{% filter word_cell %}", Spot(), (Step.OPEN, "filter")))
    holder.append(pieces.node("{% endfilter %}", Spot(), (Step.CLOSE, "filter")))
