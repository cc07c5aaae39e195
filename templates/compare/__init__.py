"""What changed between two texts: side by side, as a Word redline, and which facts went missing."""

from templates.compare.facts import Doubt, doubts, guesses, says
from templates.compare.paragraphs import html_paragraphs, pdf_paragraphs
from templates.compare.redline import RedlineFailed, RedlineMissing, redline
from templates.compare.rows import Piece, Row, Sign, around_changes, side_by_side

__all__ = [
    "Doubt",
    "Piece",
    "RedlineFailed",
    "RedlineMissing",
    "Row",
    "Sign",
    "around_changes",
    "doubts",
    "guesses",
    "html_paragraphs",
    "pdf_paragraphs",
    "redline",
    "says",
    "side_by_side",
]
