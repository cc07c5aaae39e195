"""Words, figures and spaces of a text, and when two of them count as the same."""

import re
import unicodedata

_TOKEN = re.compile(
    r"\d(?:[\d.,\u00a0\u202f]*\d)?|\d{1,3}(?: \d{3})+(?:[.,]\d+)?|[^\W\d_]+(?:[-’'][^\W\d_]+)*|\s+|.",
    re.DOTALL,
)
_FIGURE = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)")


def tokens(text: str) -> list[str]:
    """Split into words, figures («85 000,85» is one), spaces and marks; joined, they are the text again."""
    found: list[str] = []
    place = 0
    for figure in _FIGURE.finditer(text):
        found += _TOKEN.findall(text[place : figure.start()])
        found.append(figure.group())
        place = figure.end()
    return found + _TOKEN.findall(text[place:])


def comparable(text: str) -> str:
    """Make spaces, hyphens that cannot be seen and compatibility forms equal; case counts."""
    folded = unicodedata.normalize("NFKC", text.replace("\u00ad", "").replace("\u2011", "-"))
    return " ".join(folded.split())
