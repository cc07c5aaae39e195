"""What lies over a page: fields and remarks are printed into it as they look, everything else goes.

Source: ISO 32000-1 §12.5.5, the algorithm of appearance streams.
"""

from dataclasses import dataclass
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from templates.incoming.form import plain
from templates.incoming.layers import check_membership
from templates.incoming.reasons import Change, PdfRefused, Why

_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_MOST: Final = 5000
_GONE: Final = {
    "/Link": Change.LINKS,
    "/FileAttachment": Change.FILES,
    "/Movie": Change.MEDIA,
    "/Sound": Change.MEDIA,
    "/Screen": Change.MEDIA,
    "/RichMedia": Change.MEDIA,
    "/3D": Change.MEDIA,
    "/Popup": Change.NOTES,
    "/Text": Change.NOTES,
}
_DRAWN: Final = frozenset(
    {
        *("/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Redact", "/Stamp", "/Ink"),
        *("/Line", "/Square", "/Circle", "/Polygon", "/PolyLine"),
    }
)
"""Remarks that each program draws in its own way where they bring no look: struck out words among them."""

_FILLED: Final = frozenset({"/Tx", "/Ch", "/Btn"})
_EMPTY: Final = (None, "", "/Off")
_ACTING: Final = ("/A", "/AA")
_IDENTITY: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A look to be printed into the page, and where."""

    form: Any
    matrix: Matrix


def overlays(page: Any) -> tuple[list[Overlay], set[Change]]:
    """Read what lies over the page. Raises PdfRefused for what every program would draw its own way."""
    notes = plain(page.get("/Annots"))
    if not isinstance(notes, ArrayObject):
        return [], set()
    if len(notes) > _MOST:
        raise PdfRefused(Why.BOMB)
    found: list[Overlay] = []
    changes: set[Change] = set()
    for note in map(plain, list.__iter__(notes)):
        if isinstance(note, DictionaryObject):
            changes |= _changes(note)
            found += _overlay(note)
    return found, changes


def _changes(note: DictionaryObject) -> set[Change]:
    kind = plain(note.get("/Subtype"))
    changes = {_GONE.get(str(kind), Change.FORMS if kind == "/Widget" else Change.NOTES)}
    if kind != "/Link" and any(key in note for key in _ACTING):
        changes.add(Change.SCRIPTS)
    return changes


def _overlay(note: DictionaryObject) -> list[Overlay]:
    kind, flags = plain(note.get("/Subtype")), int(plain(note.get("/F", 0)) or 0)
    if str(kind) in _GONE or flags & (_HIDDEN | _NO_VIEW):
        return []
    check_membership(note.get("/OC"))
    form = _look(note)
    if form is None:
        if why := _left_to_the_viewer(note, str(kind)):
            raise PdfRefused(why)
        return []
    matrix = _placing(form, note)
    return [Overlay(form, matrix)] if matrix else []


def _look(note: DictionaryObject) -> StreamObject | None:
    looks = plain(note.get("/AP"))
    normal = plain(looks.get("/N")) if isinstance(looks, DictionaryObject) else None
    if isinstance(normal, DictionaryObject) and not isinstance(normal, StreamObject):
        normal = plain(normal.get(str(plain(note.get("/AS", "/Off")))))
    return normal if isinstance(normal, StreamObject) else None


def _left_to_the_viewer(note: DictionaryObject, kind: str) -> Why | None:
    """Tell whether a viewer would draw something by itself, and what."""
    if kind == "/FreeText":
        return Why.NOTES if plain(note.get("/Contents")) else None
    if kind in _DRAWN:
        return Why.NOTES
    parent = plain(note.get("/Parent"))
    holders = [note, *([parent] if isinstance(parent, DictionaryObject) else [])]
    types = {plain(each.get("/FT")) for each in holders}
    values = [plain(each.get("/V")) for each in holders]
    filled = kind == "/Widget" and any(value not in _EMPTY for value in values)
    return Why.FORM if filled and not types.isdisjoint(_FILLED) else None


def _placing(form: StreamObject, note: DictionaryObject) -> Matrix | None:
    rect, box = _numbers(note.get("/Rect"), 4), _numbers(form.get("/BBox"), 4)
    turn = _numbers(form.get("/Matrix"), 6) or _IDENTITY
    if rect is None or box is None:
        return None
    corners = [_moved(turn, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, bottom = min(x for x, _y in corners), min(y for _x, y in corners)
    right, top = max(x for x, _y in corners), max(y for _x, y in corners)
    if right <= left or top <= bottom:
        return None
    x0, y0, x1, y1 = (
        min(rect[0], rect[2]),
        min(rect[1], rect[3]),
        max(rect[0], rect[2]),
        max(rect[1], rect[3]),
    )
    across, up = (x1 - x0) / (right - left), (y1 - y0) / (top - bottom)
    return (across, 0.0, 0.0, up, x0 - left * across, y0 - bottom * up)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _numbers(given: Any, count: int) -> tuple[float, ...] | None:
    value = plain(given)
    if not isinstance(value, ArrayObject) or len(value) != count:
        return None
    return tuple(float(plain(each)) for each in list.__iter__(value))
