"""Content controls that are left with nothing in them once tags are filled in: they go."""

from lxml import etree

from templates.word.names import w
from templates.word.settle import drop_all
from templates.word.tree import parent_of

_EMPTY = (b"<w:sdtContent></w:sdtContent>", b"<w:sdtContent/>")
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def without_empty_controls(part: bytes) -> bytes:
    """Give a filled-in part without content controls around nothing, which some Words call damaged."""
    if not any(empty in part for empty in _EMPTY):
        return part
    root = etree.fromstring(part, _STRICT)
    while empty := [each for each in root.iter(w("sdtContent")) if not len(each)]:
        drop_all([parent_of(each) for each in empty])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
