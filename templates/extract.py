"""Read the text of a PDF quickly, as WeasyPrint writes it.

pypdf's own extraction works out positions too and takes as long as the layout did. Here only what is shown
is decoded: the hexadecimal strings of `Tj` and `TJ` through the font's ToUnicode map, in the stream's order.
Text inside form XObjects and fonts without such a map is left out, so an absence proves nothing: ask pypdf.
Source: ISO 32000-1 §9.4.3, §9.10.3.
"""

import re
from typing import Any

from pypdf import PageObject, PdfReader

_SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|\[([^\]]*)\] ?TJ|<([0-9A-Fa-f]+)> ?Tj")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2}|[0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>")
_CODE = 4  # hexadecimal digits of a glyph's two bytes

GlyphMap = dict[bytes, str]


def page_texts(reader: PdfReader) -> list[str]:
    """Give the text shown on each page."""
    maps: dict[int, GlyphMap] = {}
    return [_page_text(page, maps) for page in reader.pages]


def _page_text(page: PageObject, maps: dict[int, GlyphMap]) -> str:
    contents = page.get_contents()
    if contents is None:
        return ""
    fonts: Any = page.get("/Resources", {}).get("/Font", {})
    shown: list[str] = []
    glyphs: GlyphMap = {}
    for match in _SHOWN.finditer(contents.get_data()):
        font, pieces, single = match.groups()
        if font:
            glyphs = _glyphs(fonts, "/" + font.decode("ascii", "replace"), maps)
            continue
        codes = (single if pieces is None else b"".join(_HEX.findall(pieces))).lower()
        shown.append("".join([glyphs.get(codes[n : n + _CODE], "") for n in range(0, len(codes), _CODE)]))
        shown.append(" ")
    return "".join(shown)


def _glyphs(fonts: Any, name: str, maps: dict[int, GlyphMap]) -> GlyphMap:
    """Read a font's map once for the whole document: fonts are shared by pages."""
    if name not in fonts:
        return {}
    reference = fonts.raw_get(name)
    key = getattr(reference, "idnum", id(reference))
    if key not in maps:
        font = fonts[name]
        maps[key] = read_map(font["/ToUnicode"].get_data()) if "/ToUnicode" in font else {}
    return maps[key]


def read_map(cmap: bytes) -> GlyphMap:
    """Read which text each glyph stands for."""
    chars = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL))
    return {
        code.lower(): bytes.fromhex(text.decode()).decode("utf-16-be", "ignore")
        for code, text in _PAIR.findall(chars)
    }
