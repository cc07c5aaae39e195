"""The form of a PDF from outside: signed ones and those that every program draws its own way go not."""

from collections.abc import Iterator
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject

from templates.incoming.reasons import Change, PdfRefused, Why

_MOST_FIELDS: Final = 20_000
_TYPED: Final = frozenset({"/Tx", "/Ch"})


def check_form(catalog: DictionaryObject) -> set[Change]:
    """Tell whether there is a form. Raises PdfRefused: signed, XFA, or left to the viewer to draw."""
    permissions = plain(catalog.get("/Perms"))
    if isinstance(permissions, DictionaryObject) and "/DocMDP" in permissions:
        raise PdfRefused(Why.SIGNED)
    form = plain(catalog.get("/AcroForm"))
    if not isinstance(form, DictionaryObject):
        return set()
    fields = list(_fields(form.get("/Fields")))
    if any(kind == "/Sig" and value is not None for kind, value in fields):
        raise PdfRefused(Why.SIGNED)
    if "/XFA" in form and (not fields or is_true(catalog.get("/NeedsRendering"))):
        raise PdfRefused(Why.XFA)
    drawn_by_viewer = is_true(form.get("/NeedAppearances"))
    if drawn_by_viewer and any(k in _TYPED and v not in (None, "") for k, v in fields):
        raise PdfRefused(Why.FORM)
    return {Change.FORMS} if fields else set()


def plain(given: Any) -> Any:
    """Follow a reference."""
    return given.get_object() if hasattr(given, "get_object") else given


def is_true(given: Any) -> bool:
    """Read a boolean; one that is missing or anything else is false."""
    return getattr(plain(given), "value", None) is True


def _fields(top: Any) -> Iterator[tuple[Any, Any]]:
    """Give type and value of every field; both may be inherited."""
    pending: list[tuple[Any, Any, Any]] = [(each, None, None) for each in _list(top)]
    seen: set[int] = set()
    while pending:
        given, kind, value = pending.pop()
        field = plain(given)
        if not isinstance(field, DictionaryObject) or id(field) in seen:
            continue
        seen.add(id(field))
        if len(seen) > _MOST_FIELDS:
            raise PdfRefused(Why.BROKEN)
        kind, value = plain(field.get("/FT", kind)), plain(field.get("/V", value))
        yield kind, value
        pending += [(each, kind, value) for each in _list(field.get("/Kids"))]


def _list(given: Any) -> list[Any]:
    value = plain(given)
    return list(value) if isinstance(value, ArrayObject) else []
