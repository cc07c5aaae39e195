"""What one merge has put into the document besides text: pictures, numbers, bookmarks."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from posixpath import dirname, join


@dataclass(slots=True)
class Sheet:
    """The record of one merge; `files` are the template's own, `column_mm` the width of the page's text.

    `plain` tells that the part under way is no text of a page, so that a line break is a space.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    column_mm: float = 170
    part: str = ""
    plain: bool = False
    numbers: int = 0
    media: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=dict)

    def number(self) -> int:
        """Give a number that no drawing and no bookmark of the document has yet."""
        self.numbers += 1
        return self.numbers

    def link(self, picture: bytes, suffix: str) -> str:
        """Take a picture into the document and give the id by which the part under way knows it."""
        name = f"media/docsvc{sha256(picture).hexdigest()[:16]}.{suffix}"
        self.media[join(dirname(self.part), name)] = picture
        known = self.links.setdefault(self.part, {})
        return known.setdefault(name, f"rIdDocsvc{len(known) + 1}")


sheet: ContextVar[Sheet] = ContextVar("sheet")
