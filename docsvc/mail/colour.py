"""The organisation's colour on a button: whatever it is, the words on it can be read."""

import re
from typing import Final

DEFAULT: Final = "#1d4f91"
_DARK, _LIGHT = "#16181d", "#ffffff"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def brand_colour(text: str) -> str:
    """Return the colour when it is `#rrggbb`, else the default: nothing else may enter a style."""
    return text if _HEX.fullmatch(text) else DEFAULT


def ink_on(colour: str) -> str:
    """Return black or white, whichever has the higher contrast. Source: WCAG 2.2, relative luminance."""
    return _DARK if (luminance(colour) + 0.05) ** 2 > 0.05 * 1.05 else _LIGHT


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1. Source: WCAG 2.2, relative luminance."""
    return sum(
        weight * _linear(int(colour[at : at + 2], 16) / 255)
        for weight, at in ((0.2126, 1), (0.7152, 3), (0.0722, 5))
    )


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- WCAG's constants
