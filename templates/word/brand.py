"""The accent of our Word templates in the colour of the company."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from templates.marks import colour
from templates.source import Source
from templates.word.zipped import Entry, entry

ACCENT = "1F4E79"
"""The colour in the styles of a template that gives way to the company's, where the template declares it."""

STYLES = "word/styles.xml"
_DECLARED = "seller.brand_color"
_ACCENT = re.compile(rb'="' + ACCENT.encode() + rb'"', re.IGNORECASE)


def branded(source: Source, facts: Mapping[str, Any], styles: bytes | None) -> dict[str, Entry]:
    """Give the styles in the company's colour; nothing where there is none, or the template does not ask.

    A template asks for it by declaring the field `seller.brand_color`. Raises ValueError for a wrong one.
    """
    chosen = (facts.get("seller") or {}).get("brand_color")
    if not chosen or styles is None or all(field.path != _DECLARED for field in source.fields.fields):
        return {}
    return {STYLES: _painted(styles, str(colour(chosen)).removeprefix("#").upper())}


@lru_cache(maxsize=64)
def _painted(styles: bytes, chosen: str) -> Entry:
    return entry(STYLES, _ACCENT.sub(f'="{chosen}"'.encode(), styles), once=True)
