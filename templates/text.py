"""Characters: which ones a document may hold, and text made comparable."""

import re
import unicodedata

NBSP = "\u00a0"

# Source: XML 1.0 §2.2 Char, without what it discourages: control characters of old code pages, and what
# Unicode reserves. A lone surrogate is legal in Python's JSON and deletes the rest of a document. Characters
# that turn the direction of writing would show people another text than the one they sign (CVE-2021-42574).
_PLANES = "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000))
_ILLEGAL = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd" + _PLANES + "]"
)
_VARIANTS = "\ufe0e\ufe0f"  # phones put them after a sign, to have it drawn as text or as a picture
_DROPPED = frozenset("-\u00ad\u2010\u2011" + _VARIANTS)


_MOST_KEPT = 10_000


class _Kept(dict[int, str]):
    """What stays of each character, worked out once: a document has thousands, of a hundred kinds."""

    def __missing__(self, code: int) -> str:
        """Work it out for a character that comes for the first time."""
        char = chr(code)
        dropped = char.isspace() or char in _DROPPED or unicodedata.category(char) in {"Cf", "Cc"}
        kept = "" if dropped else char
        if len(self) < _MOST_KEPT:  # a text of every sign there is must not stay in memory
            self[code] = kept
        return kept


_KEPT = _Kept()


def illegal_character(text: str) -> str | None:
    """Name the first character that no document can hold, as `U+0000`; None where all are fine."""
    found = _ILLEGAL.search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def squeeze(text: str) -> str:
    """Drop what layout may change: spaces, hyphens, ligatures, case, invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return "".join(folded.split()).replace("-", "")
    return folded.translate(_KEPT)
