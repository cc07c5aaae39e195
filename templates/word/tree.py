"""Small steps in the tree of a part."""

from lxml import etree

_AGAIN = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def parent_of(element: etree._Element) -> etree._Element:
    """Give the parent of an element that is not the root. Raises LookupError for the root."""
    parent = element.getparent()
    if parent is None:
        raise LookupError(element.tag)
    return parent


def remove(element: etree._Element) -> None:
    """Take an element out of its tree; one that is out already stays out."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def append_text(element: etree._Element, text: str) -> None:
    """Write on in an element, behind what it holds already."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def read_again(part: bytes) -> etree._Element:
    """Parse a part that has been filled in; nothing in it is left out."""
    return etree.fromstring(part, _AGAIN)


def written(root: etree._Element) -> bytes:
    """Write the tree of a part as the package keeps it."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
