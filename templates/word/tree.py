"""Small steps in the tree of a part."""

from lxml import etree


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
