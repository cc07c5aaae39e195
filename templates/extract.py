"""Read the text of a PDF quickly, as WeasyPrint writes it.

pypdf's own extraction works out positions too and takes as long as the layout did. Here only what is shown
is decoded: the hexadecimal strings of `Tj` and `TJ` through the font's ToUnicode map, in the stream's order.
Text inside form XObjects and fonts without such a map is left out, so an absence proves nothing: ask pypdf.
Source: ISO 32000-1 §9.4.3, §9.10.3.
"""

import re
from binascii import unhexlify
from struct import unpack
from typing import Any

from pypdf import PageObject, PdfReader

_SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|\[([^\]]*)\] ?TJ|<([0-9A-Fa-f]+)> ?Tj")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2}|[0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>")
_CODE = 4  # hexadecimal digits of a glyph's two bytes

GlyphMap = dict[bytes, str]


class _Signs(dict[int, str]):
    """What each two-byte code stands for; nothing where the font does not say."""

    def __missing__(self, code: int) -> str:
        return ""


_NO_SIGNS = _Signs()


def page_texts(reader: PdfReader) -> list[str]:
    """Give the text shown on each page."""
    maps: dict[int, _Signs] = {}
    return [_page_text(page, maps) for page in reader.pages]


def _page_text(page: PageObject, maps: dict[int, _Signs]) -> str:
    contents = page.get_contents()
    if contents is None:
        return ""
    fonts: Any = page.get("/Resources", {}).get("/Font", {})
    shown: list[str] = []
    signs = _NO_SIGNS
    for match in _SHOWN.finditer(contents.get_data()):
        font, pieces, single = match.groups()
        if font:
            signs = _signs(fonts, "/" + font.decode("ascii", "replace"), maps)
            continue
        digits = single if pieces is None else b"".join(_HEX.findall(pieces))
        count = len(digits) // _CODE
        codes = unpack(f">{count}H", unhexlify(digits[: count * _CODE]))
        shown.append("".join(map(signs.__getitem__, codes)))
    return " ".join(shown)


def _signs(fonts: Any, name: str, maps: dict[int, _Signs]) -> _Signs:
    """Read a font's map once for the whole document: fonts are shared by pages."""
    if name not in fonts:
        return _NO_SIGNS
    reference = fonts.raw_get(name)
    key = getattr(reference, "idnum", id(reference))
    if key not in maps:
        font = fonts[name]
        glyphs = read_map(font["/ToUnicode"].get_data()) if "/ToUnicode" in font else {}
        maps[key] = _Signs({int(code, 16): text for code, text in glyphs.items() if len(code) == _CODE})
    return maps[key]


def read_map(cmap: bytes) -> GlyphMap:
    """Read which text each glyph stands for."""
    chars = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL))
    return {
        code.lower(): bytes.fromhex(text.decode()).decode("utf-16-be", "ignore")
        for code, text in _PAIR.findall(chars)
    }
