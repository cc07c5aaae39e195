"""Blocks that begin inside a link or a content control and end outside it: the wrapping gives way."""

from collections.abc import Iterable

from lxml import etree

from templates.word.atoms import Paragraph
from templates.word.groups import Group
from templates.word.marks import Mark
from templates.word.names import every, w
from templates.word.tree import parent_of

_CONTROL, _CONTENT = w("sdt"), w("sdtContent")
_WRAPPINGS = every("hyperlink sdt fldSimple customXml dir bdo")


def free_blocks(groups: Iterable[Group], lifted: set[Mark]) -> None:
    """Unwrap what holds one tag of a block and not its others; the text in it stays."""
    for group in groups:
        marks = [mark for mark in group.marks if mark not in lifted]
        chains = [_wrappings(mark.placed.paragraph, mark.tag.start) for mark in marks]
        shared = set.intersection(*map(set, chains)) if chains else set()
        for wrapping in {each for chain in chains for each in chain} - shared:
            _unwrap(wrapping)


def free_spans(groups: Iterable[Group]) -> bool:
    """Unwrap content controls around several paragraphs or rows where a block begins inside and ends outside.

    Nobody sees where such a control begins. Tells whether there was any.
    """
    freed = False
    for group in groups:
        chains = [list(mark.placed.paragraph.element.iterancestors(_CONTROL)) for mark in group.marks]
        shared = set.intersection(*map(set, chains))
        for control in dict.fromkeys(each for chain in chains for each in chain if each not in shared):
            if len(control.findall(f"{_CONTENT}/*")) > 1:
                _unwrap(control)
                freed = True
    return freed


def _wrappings(paragraph: Paragraph, position: int) -> list[etree._Element]:
    """Give the wrappings around the run where a tag begins, innermost first."""
    found = []
    for above in paragraph.at(position).iterancestors():
        if above is paragraph.element:
            break
        if above.tag in _WRAPPINGS:
            found.append(above)
    return found


def _unwrap(wrapping: etree._Element) -> None:
    parent = parent_of(wrapping)
    content = wrapping.find(_CONTENT) if wrapping.tag == _CONTROL else wrapping
    inside = [child for child in (content if content is not None else ()) if not _is_properties(child)]
    place = parent.index(wrapping)
    parent[place : place + 1] = inside


def _is_properties(element: etree._Element) -> bool:
    return str(element.tag).endswith("Pr")
