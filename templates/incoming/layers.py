"""Layers of a PDF from outside: they go where all of them are seen, and are refused where some are hidden."""

from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from templates.incoming.form import plain
from templates.incoming.reasons import Change, PdfRefused, Why

_KEY: Final = "/OCProperties"
_SEEN_IF_ANY: Final = frozenset({None, "/AnyOn", "/AllOn"})


def drop_layers(catalog: DictionaryObject, reader: PdfReader) -> set[Change]:
    """Tell whether there are layers; without their table, all are seen. Raises PdfRefused."""
    layers = plain(catalog.get(_KEY))
    if not isinstance(layers, DictionaryObject):
        return set()
    standard = plain(layers.get("/D"))
    if not isinstance(standard, DictionaryObject) or _hides(standard):
        raise PdfRefused(Why.LAYERS)
    if any(map(_depends, _list(layers.get("/OCGs")))) or any(map(_odd, _memberships(reader))):
        raise PdfRefused(Why.LAYERS)
    return {Change.LAYERS}


def _hides(standard: DictionaryObject) -> bool:
    on = _list(standard.get("/ON"))
    return bool(_list(standard.get("/OFF"))) or (plain(standard.get("/BaseState")) == "/OFF" and not on)


def _depends(group: Any) -> bool:
    """Tell whether a layer is seen on a screen and not on paper, or the other way round."""
    usage = plain(plain(group).get("/Usage")) if isinstance(plain(group), DictionaryObject) else None
    if not isinstance(usage, DictionaryObject):
        return False
    states = [plain(plain(usage[part]).get(f"{part}State")) for part in ("/View", "/Print") if part in usage]
    return "/OFF" in states or "/Zoom" in usage or "/Language" in usage


def _memberships(reader: PdfReader) -> list[DictionaryObject]:
    """Find dictionaries that make visibility depend on several layers, in what pages draw with."""
    found = []
    for page in reader.pages:
        resources = plain(page.get("/Resources"))
        properties = plain(resources.get("/Properties")) if isinstance(resources, DictionaryObject) else None
        if isinstance(properties, DictionaryObject):
            found += [each for each in map(plain, properties.values()) if isinstance(each, DictionaryObject)]
    return [each for each in found if each.get("/Type") == "/OCMD"]


def _odd(membership: DictionaryObject) -> bool:
    return "/VE" in membership or plain(membership.get("/P")) not in _SEEN_IF_ANY


def _list(given: Any) -> list[Any]:
    value = plain(given)
    return list(value) if isinstance(value, ArrayObject) else []
