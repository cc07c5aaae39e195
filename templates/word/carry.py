"""Carry a plan of lifted tags out on the tree of a part."""

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from templates.word.atoms import read_paragraph
from templates.word.groups import Group
from templates.word.lift import Plan
from templates.word.marks import Mark, Pieces, Step
from templates.word.names import w
from templates.word.tree import remove

_TABLE = w("tbl")
_HAIRLINE = (("spacing", {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}),)


def carry_out(plan: Plan, marks: Sequence[Mark], groups: Iterable[Group], pieces: Pieces) -> None:
    """Put the Jinja of lifted tags between paragraphs or rows; paragraphs and rows of tags alone go."""
    order = {mark: position for position, mark in enumerate(marks)}
    nodes: dict[Mark, etree._Element] = {}
    for unit in dict.fromkeys((*plan.before, *plan.instead, *plan.after)):
        ahead, behind = list(plan.before.get(unit, [])), list(plan.after.get(unit, []))
        instead = plan.instead.get(unit, [])
        if instead and _must_stay(unit):
            ahead += [mark for mark in instead if mark.step is not Step.OPEN]
            behind += [mark for mark in instead if mark.step is Step.OPEN]
            instead = []
        if instead:
            ahead, behind = [*ahead, *instead, *behind], []
        for mark in sorted(ahead, key=order.__getitem__):
            nodes[mark] = _node(mark, pieces)
            unit.addprevious(nodes[mark])
        for mark in sorted(behind, key=order.__getitem__, reverse=True):
            nodes[mark] = _node(mark, pieces)
            unit.addnext(nodes[mark])
        if instead:
            remove(unit)
    _drop_bare(plan, pieces)
    _part_tables(groups, nodes, pieces)


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
    """Keep a paragraph that ends a section, and one without which two tables would become one."""
    if unit.tag != w("p"):
        return False
    ends_section = unit.find(f"{w('pPr')}/{w('sectPr')}") is not None
    return ends_section or (_neighbour(unit, 1) == _TABLE and _neighbour(unit, -1) == _TABLE)


def _neighbour(unit: etree._Element, way: int) -> str | None:
    """Name the next real element in a direction: pieces of Jinja do not count."""
    siblings = unit.itersiblings(etree.Element, preceding=way < 0)
    first = next(siblings, None)
    return None if first is None else str(first.tag)


def _part_tables(groups: Iterable[Group], nodes: Mapping[Mark, etree._Element], pieces: Pieces) -> None:
    """Put a hairline between tables that a loop repeats: Word joins tables that touch."""
    for group in groups:
        first, last = nodes.get(group.marks[0]), nodes.get(group.marks[-1])
        if group.marks[0].family != "for" or first is None or last is None or first.getparent() is None:
            continue
        if _neighbour(first, 1) == _TABLE and _neighbour(last, -1) == _TABLE:
            spot = group.marks[-1].spot
            last.addprevious(pieces.node("{% if not loop.last %}", spot, (Step.OPEN, "if")))
            last.addprevious(_hairline())
            last.addprevious(pieces.node("{% endif %}", spot, (Step.CLOSE, "if")))


def _hairline() -> etree._Element:
    paragraph = etree.Element(w("p"))
    properties = etree.SubElement(paragraph, w("pPr"))
    for name, attributes in _HAIRLINE:
        etree.SubElement(properties, w(name), {w(key): value for key, value in attributes.items()})
    size = etree.SubElement(etree.SubElement(properties, w("rPr")), w("sz"))
    size.set(w("val"), "2")
    return paragraph
