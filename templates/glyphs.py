"""Read the text of a PDF glyph by glyph, as LibreOffice writes it.

Where a font lacks some letters of a line, LibreOffice shows the others first and these afterwards, so the
stream's order is not the reader's. Glyphs of one text object are put in order along their line here.
Source: ISO 32000-1 §9.4.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfReader

from templates.extract import GlyphMap, read_map

_NUMBER = rb"(-?[\d.]+)"
_OPERATOR = re.compile(
    rb"\b(BT)\b|\b(ET)\b|"
    + _NUMBER
    + rb" "
    + _NUMBER
    + rb" Td|((?:-?[\d.]+ ){6})Tm|/(\S+) "
    + _NUMBER
    + rb" Tf|"
    rb"" + _NUMBER + rb" Tz|\[([^\]]*)\] ?TJ|(<[0-9A-Fa-f]*>) ?Tj"
)
_PIECE = re.compile(rb"<([0-9A-Fa-f]*)>|(-?[\d.]+)")
_LINE = 2.0  # points by which baselines of one line may differ


@dataclass(frozen=True, slots=True)
class _Font:
    glyphs: GlyphMap
    widths: tuple[float, ...]
    first: int
    digits: int

    def width(self, code: int) -> float:
        place = code - self.first
        return self.widths[place] / 1000 if 0 <= place < len(self.widths) else 0.5


_NO_FONT = _Font({}, (), 0, 2)


@dataclass(slots=True)
class _Pen:
    """Where the next glyph goes, and how it is drawn."""

    font: _Font = _NO_FONT
    size: float = 1.0
    scale: float = 1.0
    matrix: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    gone: float = 0.0
    shown: list[tuple[float, float, str]] = field(default_factory=list)

    def move(self, matrix: tuple[float, ...]) -> None:
        self.matrix, self.gone = matrix, 0.0

    def show(self, pieces: bytes) -> None:
        for codes, back in _PIECE.findall(pieces):
            if back:
                self.gone -= float(back) / 1000 * self.size * self.scale
            for start in range(0, len(codes), self.font.digits):
                self._glyph(codes[start : start + self.font.digits])

    def _glyph(self, code: bytes) -> None:
        a, b, _, _, x, y = self.matrix
        length = (a * a + b * b) ** 0.5 or 1.0
        along, across = (a * x + b * y) / length + self.gone * length, (a * y - b * x) / length
        self.shown.append((across, along, self.font.glyphs.get(code.lower(), "")))
        self.gone += self.font.width(int(code, 16)) * self.size * self.scale

    def text(self) -> str:
        """Give what one text object showed, in the order of reading, and forget it."""
        lines: list[list[tuple[float, float, str]]] = []
        for glyph in self.shown:
            line = next((line for line in lines if abs(line[0][0] - glyph[0]) < _LINE), None)
            lines.append([glyph]) if line is None else line.append(glyph)
        self.shown = []
        return " ".join(
            "".join(char for _, _, char in sorted(line, key=lambda glyph: glyph[1])) for line in lines
        )


def placed_texts(reader: PdfReader) -> list[str]:
    """Give the text of each page, letters of a line in the order of reading."""
    fonts: dict[int, _Font] = {}
    return [" ".join(_page(page, fonts)) for page in reader.pages]


def _page(page: PageObject, fonts: dict[int, _Font]) -> Iterator[str]:
    contents = page.get_contents()
    if contents is None:
        return
    resources: Any = page.get("/Resources", {}).get("/Font", {})
    pen = _Pen()
    for found in _OPERATOR.finditer(contents.get_data()):
        begin, end, right, up, matrix, font, size, scale, pieces, single = found.groups()
        if begin:
            pen.move((1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
        elif end:
            yield pen.text()
        elif right:
            a, b, c, d, x, y = pen.matrix
            pen.move((a, b, c, d, x + a * float(right) + c * float(up), y + b * float(right) + d * float(up)))
        elif matrix:
            pen.move(tuple(map(float, matrix.split())))
        elif font:
            pen.font, pen.size = _font(resources, "/" + font.decode("ascii", "replace"), fonts), float(size)
        elif scale:
            pen.scale = float(scale) / 100
        else:
            pen.show(pieces if single is None else single)


def _font(resources: Any, name: str, fonts: dict[int, _Font]) -> _Font:
    """Read a font once for the whole document."""
    if name not in resources:
        return _NO_FONT
    reference = resources.raw_get(name)
    key = getattr(reference, "idnum", id(reference))
    if key not in fonts:
        fonts[key] = _read(resources[name])
    return fonts[key]


def _read(font: Any) -> _Font:
    glyphs = read_map(font["/ToUnicode"].get_data()) if "/ToUnicode" in font else {}
    digits = max(map(len, glyphs), default=2)
    widths = tuple(float(width) for width in font.get("/Widths", ()))
    return _Font(glyphs, widths, int(font.get("/FirstChar", 0)), digits)
