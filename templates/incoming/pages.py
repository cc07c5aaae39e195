"""One page of a PDF from outside: copied as it looks, with what lay over it printed into it."""

from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    StreamObject,
)

from templates.incoming.form import plain
from templates.incoming.overlays import Overlay, overlays
from templates.incoming.reasons import Change, PdfRefused, Why
from templates.incoming.streams import Budget

_SMALLEST, _LARGEST = 28.0, 14_400.0  # points: 1 cm, and the most that PDF knows
_BOXES: Final = ("/MediaBox", "/CropBox")
_A4: Final = (0, 0, 595, 842)


def copy_page(page: Any, writer: PdfWriter, budget: Budget) -> set[Change]:
    """Add the page to the new file; return what was changed. Raises PdfRefused."""
    over, changes = overlays(page)
    resources = _resources(page)
    contents = _contents(page)
    for part in (resources, contents, page.get("/Group"), *(each.form for each in over)):
        if part is not None:
            budget.check(part)
    made = writer.add_blank_page(100, 100)
    for key, box in _boxes(page).items():
        made[NameObject(key)] = box
    if turn := int(plain(page.get("/Rotate", 0)) or 0) % 360 // 90 * 90:
        made[NameObject("/Rotate")] = NumberObject(turn)
    if page.get("/Group") is not None:
        made[NameObject("/Group")] = plain(page["/Group"]).clone(writer)
    kept = resources.clone(writer)
    kept = plain(kept)
    made[NameObject("/Resources")] = kept
    made[NameObject("/Contents")] = _written(contents, over, kept, writer)
    if "/UserUnit" in page and plain(page["/UserUnit"]) != 1:
        changes.add(Change.SCALE)
    if "/AA" in page:
        changes.add(Change.SCRIPTS)
    if "/AF" in page:
        changes.add(Change.FILES)
    return changes


def _resources(page: Any) -> DictionaryObject:
    given = plain(page.get("/Resources"))
    return DictionaryObject(given) if isinstance(given, DictionaryObject) else DictionaryObject()


def _contents(page: Any) -> ArrayObject:
    """Return what draws the page, part by part; what is no drawing, or not there, draws nothing."""
    given = page.raw_get("/Contents") if "/Contents" in page else None
    several = plain(given)
    parts = list.__iter__(several) if isinstance(several, ArrayObject) else [given]
    return ArrayObject(each for each in parts if isinstance(plain(each), StreamObject))


def _boxes(page: Any) -> dict[str, RectangleObject]:
    boxes = {key: _box(page.get(key)) for key in _BOXES}
    media = boxes["/MediaBox"] or RectangleObject(_A4)
    found = {"/MediaBox": media}
    if crop := boxes["/CropBox"]:
        found["/CropBox"] = crop
    for box in found.values():
        if not (_SMALLEST <= box.width <= _LARGEST and _SMALLEST <= box.height <= _LARGEST):
            raise PdfRefused(Why.PAGE_SIZE)
    return found


def _box(given: Any) -> RectangleObject | None:
    box = plain(given)
    if not isinstance(box, ArrayObject) or len(box) != 4:  # noqa: PLR2004 - corners
        return None
    ax, ay, bx, by = (float(plain(edge)) for edge in box)
    return RectangleObject((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))


def _written(contents: ArrayObject, over: list[Overlay], resources: Any, writer: PdfWriter) -> ArrayObject:
    """Give the page's own drawing between q and Q, then what lay over it."""
    copied = [each.clone(writer) for each in list.__iter__(contents)]
    written = ArrayObject(
        [_stream(b"q\n", writer), *(_reference(each, writer) for each in copied), _stream(b"\nQ\n", writer)]
    )
    if not over:
        return written
    pictures = DictionaryObject(plain(resources.get("/XObject")) or {})
    commands = []
    for number, each in enumerate(over):
        name = f"/Flat{number}"
        pictures[NameObject(name)] = _reference(each.form.clone(writer), writer)
        numbers = " ".join(f"{FloatObject(round(part, 5))}" for part in each.matrix)
        commands.append(f"q {numbers} cm {name} Do Q")
    resources[NameObject("/XObject")] = pictures
    written.append(_stream("\n".join(commands).encode(), writer))
    return written


def _stream(content: bytes, writer: PdfWriter) -> Any:
    made = DecodedStreamObject()
    made.set_data(content)
    return writer._add_object(made)  # noqa: SLF001 - the way pypdf's own helpers do it


def _reference(value: Any, writer: PdfWriter) -> Any:
    reference = getattr(value, "indirect_reference", None)
    return reference if reference is not None else writer._add_object(value)  # noqa: SLF001
