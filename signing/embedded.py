"""A typeface inside a PDF: a composite font with the glyphs of a few lines.

Source: ISO 32000-1 §9.7, ISO 19005-3 §6.2.11.
"""

import hashlib
from typing import Any, Final

from signing.face import Face
from signing.pdf_objects import array, dictionary, number, numbers, stream

_SYMBOLIC: Final = 4
_STEM: Final = 80  # nobody draws by it, but the entry is required
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def embed_face(writer: Any, face: Face, text: str) -> Any:
    """Embed what the face needs to draw the text; return the font's reference.

    Codes in it are glyph numbers.
    """
    glyphs = dict(zip(face.glyphs(text), text, strict=True))
    name = _tag(glyphs) + "+" + face.name
    cid = dictionary(
        Type="/Font",
        Subtype="/CIDFontType2",
        BaseFont="/" + name,
        CIDSystemInfo=dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=writer.add_object(_descriptor(writer, face, name, glyphs)),
        DW=0,
        W=_widths(face, glyphs),
        CIDToGIDMap="/Identity",
    )
    font = dictionary(
        Type="/Font",
        Subtype="/Type0",
        BaseFont="/" + name,
        Encoding="/Identity-H",
        DescendantFonts=array(writer.add_object(cid)),
        ToUnicode=writer.add_object(stream(_to_unicode(glyphs))),
    )
    return writer.add_object(font)


def _descriptor(writer: Any, face: Face, name: str, glyphs: dict[int, str]) -> Any:
    scale = 1000 / face.units
    program = face.subset(glyphs)
    return dictionary(
        Type="/FontDescriptor",
        FontName="/" + name,
        Flags=_SYMBOLIC,
        FontBBox=numbers(*(round(edge * scale) for edge in face.box)),
        ItalicAngle=round(face.italic_angle),
        Ascent=round(face.ascent * scale),
        Descent=round(face.descent * scale),
        CapHeight=round(face.cap_height * scale),
        StemV=_STEM,
        FontFile2=writer.add_object(stream(program, Length1=len(program))),
    )


def _widths(face: Face, glyphs: dict[int, str]) -> Any:
    """List the widths in thousandths: glyph, [width], glyph, [width], and so on."""
    used = sorted({0, *glyphs})
    pairs = ((number(glyph), numbers(face.widths[glyph] * 1000 / face.units)) for glyph in used)
    return array(*(entry for pair in pairs for entry in pair))


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    """Map glyphs back to text, for search and copying. A list has at most 100 entries."""
    pairs = [
        f"<{glyph:04X}> <{char.encode('utf-16-be').hex().upper()}>" for glyph, char in sorted(glyphs.items())
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    maps = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{maps}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def _tag(glyphs: dict[int, str]) -> str:
    """Name the subset by six letters, the same for the same glyphs. Source: ISO 32000-1 §9.6.4."""
    digest = hashlib.sha256(repr(sorted(glyphs)).encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:6])
