"""Which styles make a paragraph an item of a list."""

from lxml import etree

from templates.word.names import w

_NONE = "0"  # a number of a list that is none. Source: ECMA-376 part 1 §17.9.18
_LISTS = "list"


def list_styles(styles: etree._Element) -> frozenset[str]:
    """Give the ids of paragraph styles that number or bullet their paragraphs, or are called a list's.

    A Word in Russian gives its styles ids such as `a3`: what they are, their names tell, and those of Word's
    own styles are English everywhere.
    """
    known = {style.get(w("styleId")) or "": style for style in styles.iter(w("style"))}
    return frozenset(name for name in known if _is_list(name, known, ()))


def numbering_of(element: etree._Element) -> bool | None:
    """Say whether the properties of a paragraph or style number it; None where they say nothing of it."""
    numbering = element.find(f"{w('pPr')}/{w('numPr')}")
    if numbering is None:
        return None
    number = numbering.find(w("numId"))
    return number is None or number.get(w("val")) != _NONE


def _is_list(name: str, known: dict[str, etree._Element], below: tuple[str, ...]) -> bool:
    style = known.get(name)
    if style is None or name in below:
        return False
    own, called = numbering_of(style), style.find(w("name"))
    if called is not None and (called.get(w("val")) or "").lower().startswith(_LISTS):
        return True
    based = style.find(w("basedOn"))
    parent = "" if based is None else based.get(w("val")) or ""
    return _is_list(parent, known, (*below, name)) if own is None else own
