"""What a page of a PDF draws with, gone through before it is copied: nothing external, and no bombs."""

import zlib
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from templates.incoming.form import plain
from templates.incoming.layers import check_membership
from templates.incoming.reasons import Change, PdfRefused, Why

_MOST_OBJECTS: Final = 400_000
_DEEPEST: Final = 64
_LARGEST: Final = 64 * 2**20  # of a stream unpacked
_LARGEST_PICTURE: Final = 256 * 2**20
_LARGEST_ALL: Final = 2**30
_MOST_PIXELS: Final = 200_000_000
_PIECE: Final = 2**20
_MOST_FILTERS: Final = 2
_DEFLATED: Final = ("/FlateDecode", "/Fl")
_COMPRESSED: Final = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"})
_TEXT_PACKED: Final = frozenset({"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"})
_OF_AN_OBJECT: Final = ("/OC", "/OPI", "/PieceInfo", "/Metadata", "/AF", "/Alternates", "/Measure", "/PtData")
_STANDARD: Final = frozenset({"/Type1", "/TrueType", "/MMType1"})


class Budget:
    """What a whole PDF may take; goes through every object once."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()
        self._unpacked = 0
        self._fonts = self._lacking = 0

    def check(self, top: Any) -> None:
        """Check everything that can be reached, and drop what does not draw. Raises PdfRefused."""
        pending = [(top, 0)]
        while pending:
            value, depth = pending.pop()
            if isinstance(value, IndirectObject):
                key = (value.idnum, value.generation)
                if key in self._seen:
                    continue
                self._note(key)
                value, depth = value.get_object(), 0
            if depth > _DEEPEST:
                raise PdfRefused(Why.BROKEN)
            match value:
                case DictionaryObject():
                    self._look_into(value)
                    pending += [(value.raw_get(key), depth + 1) for key in value]
                case ArrayObject():
                    pending += [(each, depth + 1) for each in list.__iter__(value)]

    def changes(self) -> set[Change]:
        """Tell what the owner should know: a face that is not in the file, or no text at all."""
        if not self._fonts:
            return {Change.SCAN}
        return {Change.FONTS} if self._lacking else set()

    def _note(self, key: tuple[int, int]) -> None:
        self._seen.add(key)
        if len(self._seen) > _MOST_OBJECTS:
            raise PdfRefused(Why.BOMB)

    def _look_into(self, value: DictionaryObject) -> None:
        check_membership(value)
        if isinstance(value, StreamObject):
            self._check_stream(value)
        elif value.get("/Type") == "/Font":
            self._note_font(value)

    def _note_font(self, font: DictionaryObject) -> None:
        self._fonts += 1
        if font.get("/Subtype") in _STANDARD:
            descriptor = plain(font.get("/FontDescriptor"))
            held = isinstance(descriptor, DictionaryObject) and any(
                key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
            )
            self._lacking += not held

    def _check_stream(self, value: StreamObject) -> None:
        if "/F" in value or "/Ref" in value or "/PS" in (value.get("/Subtype"), value.get("/Subtype2")):
            raise PdfRefused(Why.EXTERNAL)
        check_membership(value.get("/OC"))
        for key in _OF_AN_OBJECT:
            value.pop(NameObject(key), None)
        picture = value.get("/Subtype") == "/Image"
        if picture and _pixels(value) > _MOST_PIXELS:
            raise PdfRefused(Why.BOMB)
        self._unpack(value, _LARGEST_PICTURE if picture else _LARGEST)

    def _unpack(self, value: StreamObject, most: int) -> None:
        filters = _filters(value)
        squeezed = [each for each in filters if each in _COMPRESSED]
        if len(filters) > _MOST_FILTERS or len(squeezed) > 1:
            raise PdfRefused(Why.BOMB)
        if filters and filters[0] in _DEFLATED:
            self._unpacked += unpacked_size(value._data, most)  # noqa: SLF001 - as it is stored
        elif squeezed and filters[0] in _TEXT_PACKED:
            self._unpacked += len(value.get_data())  # pypdf has limits of its own
        if self._unpacked > _LARGEST_ALL:
            raise PdfRefused(Why.BOMB)


def unpacked_size(packed: bytes, most: int) -> int:
    """Measure what a deflated stream unpacks to, keeping nothing. Raises PdfRefused beyond `most`."""
    unpacking, size = zlib.decompressobj(), 0
    try:
        pending = packed
        while pending and not unpacking.eof:
            size += len(unpacking.decompress(pending, _PIECE))
            pending = unpacking.unconsumed_tail
            if size > most:
                raise PdfRefused(Why.BOMB)
    except zlib.error:
        return size
    return size


def _filters(value: StreamObject) -> list[str]:
    given = plain(value.get("/Filter"))
    if isinstance(given, ArrayObject):
        return [str(plain(each)) for each in given]
    return [] if given is None else [str(given)]


def _pixels(picture: StreamObject) -> int:
    return int(plain(picture.get("/Width", 0))) * int(plain(picture.get("/Height", 0)))
