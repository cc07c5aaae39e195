"""A word across every page of a PDF that is a draft."""

import io
from functools import lru_cache
from html import escape
from math import atan2, degrees, hypot

from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

DRAFT = "ЧЕРНОВИК"
_INK = "rgba(176, 32, 32, 0.13)"
_SHARE = 0.56  # of the page's diagonal that the word takes
_LETTER = 0.68  # width of a bold capital in parts of its height
_LONGEST = 60


def stamp_draft(pdf: bytes, word: str) -> bytes:
    """Lay a word over every page, as text that a search finds. Such a PDF is for reading, never for sending.

    What it named stays named (places to sign), but it is PDF/A no more.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        box: RectangleObject = page.cropbox
        over = PdfReader(
            io.BytesIO(_sheet(word[:_LONGEST], round(float(box.width)), round(float(box.height))))
        )
        page.merge_translated_page(over.pages[0], float(box.left), float(box.bottom))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@lru_cache(maxsize=16)
def _sheet(word: str, width: int, height: int) -> bytes:
    """Make a clear page with the word from corner to corner; sizes in points."""
    from templates.typesetter import HTML

    size = min(_SHARE * hypot(width, height) / (_LETTER * max(len(word), 1)), 0.35 * min(width, height))
    angle = -degrees(atan2(height, width))
    page = f"""<style>
        @page {{ size: {width}pt {height}pt; margin: 0 }}
        body {{ margin: 0 }}
        div {{ position: absolute; top: {height / 2 - size:.1f}pt; left: {-height}pt;
               width: {width + 2 * height}pt; text-align: center; white-space: nowrap; color: {_INK};
               font: bold {size:.1f}pt/{2 * size:.1f}pt sans-serif; transform: rotate({angle:.2f}deg) }}
        </style><div>{escape(word)}</div>"""
    pdf: bytes = HTML(string=page, base_url=None).write_pdf()
    return pdf
