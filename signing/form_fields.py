"""Fields that are filled in together with a signature: reserved at certification, then read-only.

Each is an object of its own in the PDF. Its name has a colon there instead of the full stop, which PDF keeps
for hierarchies: `client:date`. What stands before the colon is the signature field that fills it.
"""

from collections.abc import Mapping
from typing import Any, Final

from signing import field_looks
from signing.errors import AlreadySigned, BadField, NotReserved
from signing.pdf_objects import array, dictionary, name, numbers
from signing.values import Field, FieldKind, Filled, clean
from signing.view import View

_READ_ONLY, _MULTILINE = 1, 1 << 12  # ISO 32000-1 tables 221, 228
_PRINTED: Final = 4
_ON, _OFF = "/Yes", "/Off"


def pdf_name(field: str) -> str:
    """Return how a field is named in the PDF."""
    return field.replace(".", ":")


def owner_of(named: str) -> str:
    """Return which signature fills the field of this name in the PDF; its own name for a signature field."""
    return named.partition(":")[0]


def reserve_value(revision: Any, page: Any, field: Field, view: View) -> None:
    """Add an empty field to the page. Raises BadField: the name is taken, or the box is on no page."""
    form = revision.root["/AcroForm"]
    named = pdf_name(field.name)
    if any(each.get_object().get("/T") == named for each in form["/Fields"]):
        raise BadField(f"The field {field.name!r} is there twice")
    made = _widget(revision, page, field, view)
    made[name("/T")] = dictionary(T=named)["/T"]
    reference = revision.add_object(made)
    form["/Fields"].append(reference)
    revision.update_container(form["/Fields"])
    sheet = page.get_object()
    if "/Annots" in sheet:
        sheet["/Annots"].append(reference)
        revision.update_container(sheet["/Annots"])
    else:
        sheet[name("/Annots")] = array(reference)
        revision.update_container(sheet)


def fill_values(revision: Any, owner: str, values: Mapping[str, Filled]) -> None:
    """Fill fields of one owner. Raises NotReserved, AlreadySigned, BadLook, FontMissing."""
    fields = {str(each.get_object().get("/T")): each for each in revision.root["/AcroForm"]["/Fields"]}
    for field, filled in values.items():
        named = pdf_name(field)
        if owner_of(named) != owner or named == owner or named not in fields:
            raise NotReserved(f"The signature {owner!r} fills no field {field!r}")
        widget = fields[named].get_object()
        if widget.get("/V", _OFF) != _OFF:
            raise AlreadySigned(f"The field {field!r} is filled in already")
        if widget["/FT"] == "/Btn":
            _tick(revision, fields[named], widget, checked=filled.checked)
        else:
            _write(revision, fields[named], widget, filled)


def _tick(revision: Any, reference: Any, widget: Any, *, checked: bool) -> None:
    if checked:
        widget[name("/V")] = widget[name("/AS")] = name(_ON)
        revision.mark_update(reference)


def _write(revision: Any, reference: Any, widget: Any, filled: Filled) -> None:
    text = clean(filled.text)
    if not text and filled.look is None:
        return
    look = field_looks.of_value(revision, widget, filled)
    said = text or (filled.look.typed if filled.look else "") or str(widget.get("/TU", ""))
    widget[name("/V")] = dictionary(V=said.lstrip("/"))["/V"]
    widget[name("/AP")] = dictionary(N=look)
    revision.mark_update(reference)


def _widget(revision: Any, page: Any, field: Field, view: View) -> Any:
    rect = view.onto_page(field.box)
    tick = field.kind is FieldKind.CHECKBOX
    flags = _READ_ONLY | (_MULTILINE if field.kind is FieldKind.TEXT else 0)
    widget = dictionary(
        Type="/Annot",
        Subtype="/Widget",
        FT="/Btn" if tick else "/Tx",
        TU=(field.label or field.name).lstrip("/"),
        F=_PRINTED,
        Ff=flags,
        Rect=numbers(*rect),
        P=page,
    )
    if view.turn:
        widget[name("/MK")] = dictionary(R=view.turn)
    blank = field_looks.blank(revision, rect)
    if tick:
        ticked = field_looks.ticked(revision, rect, turn=view.turn)
        widget[name("/AP")] = dictionary(N=dictionary(Yes=ticked, Off=blank))
        widget[name("/V")] = widget[name("/AS")] = name(_OFF)
    else:
        widget[name("/AP")] = dictionary(N=blank)
        widget[name("/DA")] = dictionary(DA="0 g /Text 10 Tf")["/DA"]
    return widget
