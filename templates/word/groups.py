"""Which tags belong together, and on what they stand: text, paragraphs, or rows of a table."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from templates.word.atoms import Paragraph, read_paragraph
from templates.word.lists import numbering_of
from templates.word.marks import Mark, Step
from templates.word.names import every, w

_BLOCKS = every("body tc txbxContent hdr ftr footnote endnote sdtContent customXml")
_THROUGH = every("sdt sdtContent customXml")
_TABLE, _ROW, _CELL = w("tbl"), w("tr"), w("tc")


@dataclass(eq=False, slots=True)
class Group:
    """An opening tag, its turns and its closing tag."""

    marks: list[Mark]

    @property
    def whole(self) -> bool:
        """Tell whether it is closed."""
        return self.marks[-1].step is Step.CLOSE


def pair(marks: Sequence[Mark]) -> list[Group]:
    """Put together the tags that belong together, in the order in which they open."""
    groups: list[Group] = []
    stack: list[Group] = []
    for mark in marks:
        if mark.step is Step.OPEN:
            stack.append(Group([mark]))
            groups.append(stack[-1])
        elif mark.step is not Step.NONE and stack:
            stack[-1].marks.append(mark)
            if mark.step is Step.CLOSE:
                stack.pop()
    return groups


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a group stands: among the children of `parent`; `units` are the child that holds each tag.

    `rows` tells that the units are rows of a table.
    """

    parent: etree._Element
    units: tuple[etree._Element, ...]
    rows: bool = False


def stand_of(group: Group) -> Stand | None:
    """Find the nearest element among whose children all tags of a group can stand; None where they cross.

    A loop over parts of one row stands on the row.
    """
    chains = [_chain(mark.placed.paragraph.element) for mark in group.marks]
    depth = next(
        (n for n, level in enumerate(zip(*chains, strict=False)) if len(set(map(id, level))) > 1),
        min(map(len, chains)) - 1,
    )
    above = chains[0][:depth]
    while above:
        stand = _try(above, chains)
        if stand is not None:
            return stand
        if above[-1].tag not in {_ROW, w("sdtContent"), w("sdt")}:
            return None
        above = above[:-1]
    return None


def _try(above: list[etree._Element], chains: list[list[etree._Element]]) -> Stand | None:
    parent, depth = above[-1], len(above)
    units = tuple(chain[depth] for chain in chains)
    inside = [chain[depth:] for chain in chains]
    if all(map(_is_row, units)):
        return Stand(parent, units, rows=True) if all(map(_straight_row, inside)) else None
    if parent.tag in _BLOCKS and all(map(_straight, inside)):
        return Stand(parent, units)
    return None


def _chain(element: etree._Element) -> list[etree._Element]:
    return [*reversed(list(element.iterancestors())), element]


def _straight(path: list[etree._Element]) -> bool:
    """Tell whether a paragraph hangs on its unit by content controls alone."""
    return path[-1].tag == w("p") and all(step.tag in _THROUGH for step in path[:-1])


def _straight_row(path: list[etree._Element]) -> bool:
    below = path[next(place for place, step in enumerate(path) if step.tag == _ROW) + 1 : -1]
    return path[-1].tag == w("p") and all(step.tag in _THROUGH | {_CELL} for step in below)


def _is_row(unit: etree._Element) -> bool:
    """Tell a row, or a content control around one and nothing else."""
    while unit.tag in _THROUGH:
        inside = [child for child in unit if child.tag in _THROUGH | {_ROW, w("p"), _TABLE}]
        if len(inside) != 1:
            return False
        unit = inside[0]
    return unit.tag == _ROW


def row_of(mark: Mark) -> etree._Element | None:
    """Give the row in which a tag stands."""
    return next(mark.placed.paragraph.element.iterancestors(_ROW), None)


def is_list_item(element: etree._Element, lists: Collection[str]) -> bool:
    """Tell whether a paragraph is an item of a list, by its own numbering or by a style of these."""
    own = numbering_of(element)
    style = element.find(f"{w('pPr')}/{w('pStyle')}")
    return style is not None and style.get(w("val")) in lists if own is None else own


def unit_paragraphs(unit: etree._Element) -> Iterator[Paragraph]:
    """Read the paragraphs of a unit, itself or what it holds."""
    for element in unit.iter(w("p")):
        yield read_paragraph(element)
