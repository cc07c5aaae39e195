"""SVG pictures as PNG before a cook needs them: it cannot start the program that draws them."""

import base64
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from templates.limits.kitchen import limited
from templates.source import Source
from templates.word.pictures import draw_pdf, print_svg

_SVG_URI, _PNG_URI = "data:image/svg+xml;base64,", "data:image/png;base64,"


def with_drawings(
    source: Source, facts: Mapping[str, Any], assets: Mapping[str, bytes] | None
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Give facts and assets with PNG in place of SVG; what cannot be drawn stays, for a cook to refuse."""
    files = {**source.files, **(assets or {})}
    drawings = {name: held for name, held in files.items() if name.lower().endswith(".svg")}
    drawn = {name: _png(held) or held for name, held in drawings.items()}
    return _drawn(facts), {**(assets or {}), **drawn}


def _drawn(tree: Any) -> Any:
    if isinstance(tree, Mapping):
        return {name: _drawn(each) for name, each in tree.items()}
    if isinstance(tree, list | tuple):
        return [_drawn(each) for each in tree]
    if not isinstance(tree, str) or not tree.startswith(_SVG_URI):
        return tree
    png = _png(_bytes(tree.removeprefix(_SVG_URI)))
    return _PNG_URI + base64.b64encode(png).decode() if png else tree


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""


@lru_cache(maxsize=32)
def _png(svg: bytes) -> bytes:
    try:
        return draw_pdf(limited(print_svg)(svg)) if svg else b""
    except ValueError:
        return b""
