"""A part whose tags have become pieces of Jinja."""

import re
from dataclasses import dataclass

from templates.language import Tag, TagKind
from templates.word.marks import Pieces
from templates.word.package import TextPart

_DRAWN = {TagKind.SIGNATURE, TagKind.STAMP, TagKind.QR, TagKind.IMAGE}
_DRAWING = re.compile(r"\b(?:signature|picture|stamp|qr|payment_qr)\s*\(")


@dataclass(frozen=True, slots=True)
class Woven:
    """A part whose tags have become pieces of Jinja in its tree.

    `plain` tells that it is no text of pages; `by_docxtpl` that it holds tags which only docxtpl knows;
    `keeps_notes` that no tag decides whether a note is referred to.
    """

    part: TextPart
    pieces: Pieces
    plain: bool = False
    by_docxtpl: bool = False
    keeps_notes: bool = True


def is_drawn(tag: Tag) -> bool:
    """Tell a tag that draws something instead of printing a text."""
    return tag.kind in _DRAWN or (tag.kind is TagKind.PRINT and bool(_DRAWING.search(tag.body)))
