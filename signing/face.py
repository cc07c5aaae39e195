"""A typeface read once, and cut down to the glyphs of a few lines within a millisecond.

Only what a PDF needs is kept: outlines and widths, no hinting and no layout tables. The glyph numbers stay as
they are, and the outlines that are not used become empty, so that nothing has to be renumbered.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from signing.errors import FontMissing
from signing.sfnt import assemble, components, unhinted

_ASSETS: Final = Path(__file__).parent / "assets"
_SYSTEM: Final = Path("/usr/share/fonts/truetype")
HANDWRITING: Final = _ASSETS / "signature.ttf"
HANDS: Final = {
    "marck-script": HANDWRITING,
    "caveat": _ASSETS / "caveat.ttf",
    "bad-script": _ASSETS / "bad-script.ttf",
}
"""The faces in which a name can be typed as a signature."""

TEXT: Final = _SYSTEM / "paratype" / "PTS55F.ttf"
BOLD: Final = _SYSTEM / "paratype" / "PTS75F.ttf"
WIDE: Final = _SYSTEM / "dejavu" / "DejaVuSans.ttf"  # for letters that the others lack; need not be installed

_KEPT: Final = ("head", "hhea", "hmtx", "maxp")
_LOCA_FORMAT_AT: Final = 50  # in the table head: 0 for half offsets, 1 for whole ones


@dataclass(frozen=True, slots=True)
class Face:
    """A TrueType face: metrics in font units, `cmap` from code point to glyph, `outlines` by glyph number."""

    name: str
    units: int
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    box: tuple[int, int, int, int]
    cmap: dict[int, int]
    widths: tuple[int, ...]
    outlines: tuple[bytes, ...]
    tables: dict[str, bytes]

    def covers(self, text: str) -> bool:
        """Tell whether every character has a glyph of its own."""
        return all(ord(c) in self.cmap for c in text)

    def glyphs(self, text: str) -> list[int]:
        """Map the characters to glyphs; one that the face lacks becomes a question mark."""
        unknown = self.cmap.get(ord("?"), 0)
        return [self.cmap.get(ord(c), unknown) for c in text]

    def width(self, text: str) -> float:
        """Measure a line at size 1."""
        return sum(self.widths[glyph] for glyph in self.glyphs(text)) / self.units

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """Make a TrueType file that draws these glyphs and no others."""
        used = self._with_parts({0, *glyphs})
        offsets, drawn = [0], bytearray()
        for number, outline in enumerate(self.outlines):
            if number in used:
                drawn += unhinted(outline)
            offsets.append(len(drawn))
        loca = struct.pack(f">{len(offsets)}L", *offsets)
        return assemble(self.tables | {"glyf": bytes(drawn), "loca": loca})

    def _with_parts(self, glyphs: set[int]) -> set[int]:
        used, pending = set(glyphs), list(glyphs)
        while pending:
            new = set(components(self.outlines[pending.pop()])) - used
            used |= new
            pending.extend(new)
        return used


@lru_cache(maxsize=8)
def face(path: Path) -> Face:
    """Read a typeface, once in a process. Raises FontMissing, which says how to get it."""
    from fontTools.ttLib import TTFont

    if not path.is_file():
        raise FontMissing(f"The typeface {path.name} is not installed: run `make setup`")
    with TTFont(path, lazy=True) as font:
        head, os2 = font["head"], font["OS/2"]
        return Face(
            name=str(font["name"].getDebugName(6)),
            units=head.unitsPerEm,
            ascent=font["hhea"].ascent,
            descent=font["hhea"].descent,
            cap_height=getattr(os2, "sCapHeight", 0) or round(0.7 * head.unitsPerEm),
            italic_angle=font["post"].italicAngle,
            box=(head.xMin, head.yMin, head.xMax, head.yMax),
            cmap={code: font.getGlyphID(name) for code, name in font.getBestCmap().items()},
            widths=tuple(font["hmtx"][name][0] for name in font.getGlyphOrder()),
            outlines=_outlines(font),
            tables=_tables(font),
        )


def _outlines(font: Any) -> tuple[bytes, ...]:
    places, glyf = list(font["loca"]), bytes(font.reader["glyf"])
    return tuple(glyf[start:end] for start, end in pairwise(places))


def _tables(font: Any) -> dict[str, bytes]:
    kept = {tag: bytes(font.reader[tag]) for tag in _KEPT}
    head = bytearray(kept["head"])
    struct.pack_into(">h", head, _LOCA_FORMAT_AT, 1)
    return kept | {"head": bytes(head)}
