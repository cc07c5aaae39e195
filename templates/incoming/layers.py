"""Layers of a PDF from outside: they go where all of them are seen, and are refused where some are hidden."""

from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject

from templates.incoming.form import plain
from templates.incoming.reasons import Change, PdfRefused, Why

_KEY: Final = "/OCProperties"
_SEEN_IF_ANY: Final = frozenset({None, "/AnyOn", "/AllOn"})


def drop_layers(catalog: DictionaryObject) -> set[Change]:
    """Tell whether there are layers; without their table, all are seen. Raises PdfRefused."""
    layers = plain(catalog.get(_KEY))
    if not isinstance(layers, DictionaryObject):
        return set()
    standard = plain(layers.get("/D"))
    if not isinstance(standard, DictionaryObject) or _hides(standard):
        raise PdfRefused(Why.LAYERS)
    if any(map(_depends, _list(layers.get("/OCGs")))):
        raise PdfRefused(Why.LAYERS)
    return {Change.LAYERS}


def check_membership(given: Any) -> None:
    """Refuse what is seen only if layers are in a certain state; a layer itself is judged by the table.

    Whatever draws may bear one: a part of a page, a form within a form, a picture, a note.
    Source: ISO 32000-1 §8.11.2.2.
    """
    value = plain(given)
    if not isinstance(value, DictionaryObject) or value.get("/Type") != "/OCMD":
        return
    if "/VE" in value or plain(value.get("/P")) not in _SEEN_IF_ANY:
        raise PdfRefused(Why.LAYERS)


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


def _list(given: Any) -> list[Any]:
    value = plain(given)
    return list(value) if isinstance(value, ArrayObject) else []
