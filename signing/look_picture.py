"""How a signature looks, as a drawing for other documents: the same curves as in the PDF, as SVG."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from signing.drawing import paths
from signing.face import HANDS, HANDWRITING
from signing.values import Look, Strokes, clean

INK: Final = "#172e7a"
_ROOM: Final = (2.0, 2.0, 298.0, 98.0)
_SIZE: Final = (300, 100)
_MOST: Final = 60  # letters; a longer name is cut, as in its box


def look_svg(look: Look) -> bytes:
    """Draw a typed or a drawn signature; a picture is one already."""
    if look.strokes is not None:
        return _svg(_SIZE, f'<g transform="matrix(1 0 0 -1 0 {_SIZE[1]})">{_drawn(look.strokes)}</g>')
    return _typed(clean(look.typed)[:_MOST], HANDS.get(look.face, HANDWRITING))


def _drawn(strokes: Strokes) -> str:
    return "".join(
        f'<path d="{curve}" fill="none" stroke="{INK}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
        for width, curve in _curves(paths(strokes, _ROOM))
    )


def _curves(operators: str) -> Iterator[tuple[str, str]]:
    """Turn PDF's path operators into SVG's: the numbers come before the letter there, after it here."""
    width, curve, numbers = "1", [], []  # type: str, list[str], list[str]
    for token in operators.split():
        match token:
            case "w":
                width = numbers[-1]
            case "m" | "l" | "c":
                curve.append(f"{token.upper()}{' '.join(numbers)}")
            case "S":
                yield width, " ".join(curve)
                curve = []
            case _:
                numbers.append(token)
                continue
        numbers = []


def _typed(text: str, path: Path) -> bytes:
    """Draw a name by the outlines of its hand."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
        pen: Any = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}")
        left = 0.0
        for letter in text:
            glyph = glyphs[cmap.get(ord(letter), ".notdef")]
            glyph.draw(TransformPen(pen, (1, 0, 0, -1, left, font["hhea"].ascent)))
            left += glyph.width
        height = font["hhea"].ascent - font["hhea"].descent
    return _svg((round(left) or 1, height), f'<path d="{pen.getCommands()}" fill="{INK}"/>')


def _svg(size: tuple[int, int], inside: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}">{inside}</svg>'
    ).encode()
