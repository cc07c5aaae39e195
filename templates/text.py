"""Characters: which ones a document may hold, and text made comparable."""

import re
import unicodedata

NBSP = "\u00a0"

# Source: XML 1.0 §2.2 Char. A lone surrogate is legal in Python's JSON and deletes the rest of a document.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HYPHENS = "-\u00ad\u2010\u2011"


def illegal_character(text: str) -> str | None:
    """Name the first character that no document can hold, as `U+0000`; None where all are fine."""
    found = _ILLEGAL.search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def squeeze(text: str) -> str:
    """Drop what layout may change: spaces, hyphens, ligatures, case, invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return "".join(folded.split()).replace("-", "")
    return "".join(
        char
        for char in folded
        if not char.isspace() and char not in _HYPHENS and unicodedata.category(char) not in {"Cf", "Cc"}
    )
