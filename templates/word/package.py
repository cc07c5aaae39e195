"""A DOCX that passed the gate as parts: which of them hold text, and what people call them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from templates.errors import BadTemplate
from templates.word.lists import list_styles
from templates.word.names import (
    DOCUMENT_TYPE,
    MAIN,
    OFFICE,
    PROPERTIES_TYPES,
    ROOT_RELS,
    STYLES_TYPE,
    TEMPLATE_TYPE,
    TYPE,
    TYPES_PART,
    rels_of,
    w,
)

_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    remove_blank_text=True,
    remove_comments=True,
    remove_pis=True,
    huge_tree=True,
)
_ROLES = {
    "header": "верхний колонтитул",
    "footer": "нижний колонтитул",
    "footnotes": "сноска",
    "endnotes": "концевая сноска",
}
NOTES = frozenset({"сноска", "концевая сноска"})
_WHERE = {"first": " первой страницы", "even": " чётных страниц"}
PROPERTIES = "свойства документа"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part that may hold tags: its name in the package, its role for people, its tree.

    `sure` tells that what it prints is on some page; a header of the first or of even pages may be on none.
    `lists` are the styles whose paragraphs are items of a list.
    """

    name: str
    role: str
    root: etree._Element
    sure: bool = True
    lists: frozenset[str] = frozenset()


def text_parts(parts: Mapping[str, bytes]) -> Iterator[TextPart]:
    """Give the parts that hold text, the body first, each freshly parsed; then the properties."""
    types = part_types(parts)
    body = _body(parts, types)
    if body not in parts:
        raise BadTemplate("В файле нет тела документа. Откройте его в Word и сохраните заново.")
    root = _spelt(parse(parts[body]))
    lists = frozenset(
        style
        for name, kind in types.items()
        if kind == STYLES_TYPE and name in parts
        for style in list_styles(parse(parts[name]))
    )
    yield TextPart(body, "", root, lists=lists)
    where = _header_places(root, parts.get(rels_of(body)))
    everywhere = sum(1 for _ in root.iter(w("sectPr"))) == 1 and next(root.iter(w("titlePg")), None) is None
    for name, kind in types.items():
        role = _ROLES.get(kind.removeprefix(TYPE).removesuffix("+xml"))
        if role and name in parts:
            place = where.get(name.rpartition("/")[2], "")
            sure = "колонтитул" not in role or (everywhere and place == "default")
            yield TextPart(name, role + _WHERE.get(place, ""), _spelt(parse(parts[name])), sure, lists)
    for name, kind in types.items():
        if kind in PROPERTIES_TYPES and name in parts:
            yield TextPart(name, PROPERTIES, parse(parts[name]), sure=False)


def parse(data: bytes) -> etree._Element:
    """Parse a part that the gate has let through."""
    return etree.fromstring(data, _PARSER)


def _spelt(root: etree._Element) -> etree._Element:
    """Have the main namespace called `w` and nothing else, as the XML that tags print has it."""
    if [prefix for prefix, uri in root.nsmap.items() if uri == MAIN] == ["w"]:
        return root
    names = {name: uri for name, uri in root.nsmap.items() if name and uri != MAIN} | {"w": MAIN}
    spelt = etree.Element(root.tag, nsmap=names)
    spelt.attrib.update(root.attrib)
    spelt.extend(list(root))
    return spelt


def part_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Give the content type of each part: first of those that have one of their own, in the package's order.

    The case of letters is no difference in the names of parts. Source: ECMA-376 part 2.
    """
    root = parse(parts[TYPES_PART])
    names = {name.lower(): name for name in parts}
    own = {each.get("PartName", "").lstrip("/").lower(): each for each in root.iter("{*}Override")}
    by_suffix = {each.get("Extension", "").lower(): each for each in root.iter("{*}Default")}
    given = {names.get(name, name): each for name, each in own.items()}
    given |= {
        name: by_suffix[suffix]
        for low, name in names.items()
        if name != TYPES_PART and low not in own and (suffix := low.rpartition(".")[2]) in by_suffix
    }
    return {name: each.get("ContentType", "") for name, each in given.items()}


def _body(parts: Mapping[str, bytes], types: Mapping[str, str]) -> str:
    """Name the body: of parts that may be one, that which the package itself refers to."""
    bodies = [name for name, kind in types.items() if kind in {DOCUMENT_TYPE, TEMPLATE_TYPE}]
    referred = {each.get("Target", "").lstrip("/") for each in parse(parts[ROOT_RELS])}
    return next((name for name in bodies if name in referred), "".join(bodies[:1]))


def _header_places(root: etree._Element, rels: bytes | None) -> dict[str, str]:
    """Say for each header and footer, by file name, on which pages it stands."""
    if rels is None:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in parse(rels)}
    return {
        targets.get(each.get(f"{{{OFFICE}}}id"), "").rpartition("/")[2]: each.get(w("type"), "")
        for each in root.iter(w("headerReference"), w("footerReference"))
    }
