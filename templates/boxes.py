"""Signs that LibreOffice drew as an empty box, because no font on the machine has them.

Its PDF calls such a glyph by the sign that was wanted, so the text of the page looks whole: only the outline
tells, which is that of the font's own `.notdef`. WeasyPrint says by itself what it cannot draw.
Source: ISO 32000-1 §9.6.3 (TrueType fonts); OpenType 1.9, tables cmap, glyf, head and loca.
"""

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

from templates.extract import read_map

_ALWAYS_THERE = re.compile(
    "[\t\n\r -~\xa0-\xff\u0401\u0410-\u044f\u0451–—“”„…№₽€]*"
)  # any of our fonts has them
_BLANK = {"Zs", "Cf", "Cc"}
_LOCA_FORMAT = 50  # where the table head says how long the numbers of loca are
_CODES = 256


def boxed_signs(reader: PdfReader, values: Iterable[str]) -> list[str]:
    """Give the signs of the values that a page shows as a box, where LibreOffice made the page."""
    doubtful = dict.fromkeys(sign for value in values if not _ALWAYS_THERE.fullmatch(value) for sign in value)
    if not doubtful:
        return []
    fonts: dict[int, Any] = {}
    for page in reader.pages:
        resources: Any = page.get("/Resources", {}).get("/Font", {})
        for name in resources:
            reference = resources.raw_get(name)
            fonts[getattr(reference, "idnum", id(reference))] = resources[name]
    boxed = {sign for font in fonts.values() for sign in _boxed(font)}
    return [sign for sign in doubtful if sign in boxed]


def _boxed(font: Any) -> Iterator[str]:
    program = font.get("/FontDescriptor", {}).get("/FontFile2")
    if font.get("/Subtype") != "/TrueType" or program is None or "/ToUnicode" not in font:
        return
    names = read_map(font["/ToUnicode"].get_data())
    for code in _empty_codes(program.get_object().get_data()):
        sign = names.get(b"%02x" % code, "")
        if not all(unicodedata.category(char) in _BLANK for char in sign):
            yield sign


def _empty_codes(program: bytes) -> list[int]:
    """Give the codes of a font whose glyph is the one for what the font lacks."""
    try:
        outlines, glyphs = _outlines(program), _glyph_of_codes(program)
    except (struct.error, KeyError):
        return []
    known = [(code, glyph) for code, glyph in enumerate(glyphs) if 0 < glyph < len(outlines)]
    return [code for code, glyph in known if outlines[glyph] == outlines[0]]


def _outlines(program: bytes) -> list[bytes]:
    """Give what draws each glyph, that for what the font lacks first."""
    tables = _tables(program)
    (glyf, _), (loca, length) = tables[b"glyf"], tables[b"loca"]
    (wide,) = struct.unpack_from(">h", program, tables[b"head"][0] + _LOCA_FORMAT)
    form, step, unit = ("L", 4, 1) if wide else ("H", 2, 2)
    ends = struct.unpack_from(f">{length // step}{form}", program, loca)
    return [program[glyf + unit * start : glyf + unit * end] for start, end in pairwise(ends)]


def _glyph_of_codes(program: bytes) -> bytes:
    """Give the number of the glyph of each code; LibreOffice writes the simplest map (format 0) alone."""
    cmap, _ = _tables(program)[b"cmap"]
    (offset,) = struct.unpack_from(">L", program, cmap + 8)
    form, _, _ = struct.unpack_from(">3H", program, cmap + offset)
    start = cmap + offset + 6
    return b"" if form else program[start : start + _CODES]


def _tables(program: bytes) -> dict[bytes, tuple[int, int]]:
    """Give where each table of a font begins, and its length."""
    (count,) = struct.unpack_from(">H", program, 4)
    listed = struct.iter_unpack(">4s3L", program[12 : 12 + 16 * count])
    return {name: (offset, length) for name, _, offset, length in listed}
