"""Carry a plan of lifted tags out on the tree of a part."""

from collections.abc import Iterable, Sequence

from lxml import etree

from templates.word.atoms import read_paragraph
from templates.word.lift import Plan
from templates.word.marks import Mark, Pieces, Step
from templates.word.names import every, w
from templates.word.tree import remove

_NEW_PAGE = f"{w('pPr')}/{w('pageBreakBefore')}"
_OFF = {"0", "false", "off"}
_AHEAD = every("pStyle keepNext keepLines")


def carry_out(plan: Plan, marks: Sequence[Mark], pieces: Pieces) -> None:
    """Put the Jinja of lifted tags between paragraphs or rows; paragraphs and rows of tags alone go."""
    order = {mark: position for position, mark in enumerate(marks)}
    for unit in dict.fromkeys((*plan.before, *plan.instead, *plan.after)):
        ahead, behind = list(plan.before.get(unit, [])), list(plan.after.get(unit, []))
        instead = plan.instead.get(unit, [])
        if instead and (_must_stay(unit) or _begins_list_on_page(unit, instead)):
            ahead += [mark for mark in instead if mark.step is not Step.OPEN]
            behind += [mark for mark in instead if mark.step is Step.OPEN]
            instead = []
        if instead:
            ahead, behind = [*ahead, *instead, *behind], []
        for mark in sorted(ahead, key=order.__getitem__):
            unit.addprevious(_node(mark, pieces))
        for mark in sorted(behind, key=order.__getitem__, reverse=True):
            unit.addnext(_node(mark, pieces))
        if instead:
            _hand_on(unit)
            remove(unit)
    _drop_bare(plan, pieces)


def _node(mark: Mark, pieces: Pieces) -> etree._Element:
    return pieces.node(mark.code, mark.spot, (mark.step, mark.family), mark.said)


def _drop_bare(plan: Plan, pieces: Pieces) -> None:
    """Take out the paragraphs of tags alone inside of what those tags govern, as a repeated row's cell."""
    units = {*plan.before, *plan.instead, *plan.after}
    lifted = dict.fromkeys(mark.placed.paragraph.element for mark in plan.lifted)
    for element in (each for each in lifted if each not in units):
        left = read_paragraph(element)
        empty = not (left.text.strip() or left.things or _holds_piece(element, pieces))
        if empty and _is_spare(element):
            remove(element)


def _holds_piece(element: etree._Element, pieces: Pieces) -> bool:
    return any(pieces.index(each) is not None for each in element.iter())


def _is_spare(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph can go: what holds it must still end with a paragraph."""
    if paragraph.getparent() is None or _must_stay(paragraph):
        return False
    return w("p") in {_neighbour(paragraph, 1), _neighbour(paragraph, -1)}


def _must_stay(unit: etree._Element) -> bool:
    """Keep a paragraph that ends a section."""
    return unit.tag == w("p") and unit.find(f"{w('pPr')}/{w('sectPr')}") is not None


def _begins_list_on_page(unit: etree._Element, marks: Iterable[Mark]) -> bool:
    """Tell a new page that begins before a loop: no item of it begins another."""
    loops = any(mark.step is Step.OPEN and mark.family == "for" for mark in marks)
    return loops and _new_page(unit) is not None


def _new_page(unit: etree._Element) -> etree._Element | None:
    """Give the property that has a paragraph begin a page; LibreOffice also writes that it does not."""
    begins = unit.find(_NEW_PAGE)
    return None if begins is None or begins.get(w("val")) in _OFF else begins


def _hand_on(unit: etree._Element) -> None:
    """Let the paragraph that comes after one that goes begin the new page that that one began."""
    begins = _new_page(unit)
    following = next(unit.itersiblings(etree.Element), None)
    paragraph = None if following is None else next(following.iter(w("p")), None)
    if begins is None or paragraph is None or paragraph.find(_NEW_PAGE) is not None:
        return
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    place = sum(1 for each in properties if each.tag in _AHEAD)
    properties.insert(place, begins)


def _neighbour(unit: etree._Element, way: int) -> str | None:
    """Name the next real element in a direction: pieces of Jinja do not count."""
    siblings = unit.itersiblings(etree.Element, preceding=way < 0)
    first = next(siblings, None)
    return None if first is None else str(first.tag)
