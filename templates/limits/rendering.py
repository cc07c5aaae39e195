"""Documents of templates from outside, made within limits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from templates.attachment import Attachment
from templates.limits.kitchen import limited
from templates.limits.wire import Limits
from templates.source import Engine, Source

if TYPE_CHECKING:
    from templates.render import Rendered

DOCUMENT = Limits(seconds=80, cpu=45)
"""For a whole document: the longest honest one, УПД with 1,000 lines, takes 20 s of a processor."""

LONGEST_PRINT = 60.0
"""Seconds that LibreOffice may take of them."""


def render_safely(
    source: Source,
    facts: Mapping[str, Any],
    *,
    attachments: Sequence[Attachment] = (),
    assets: Mapping[str, bytes] | None = None,
    watermark: str | None = None,
) -> "Rendered":
    """Do what `templates.render` does, in a cook; LibreOffice has walls of its own.

    Raises as `render` does, and TooHeavy.
    """
    from templates.render import fill_in, finish

    end = monotonic() + DOCUMENT.seconds
    if source.engine is not Engine.DOCX:
        filled = limited(fill_in, DOCUMENT)(source, facts, attachments=attachments, assets=assets)
        return limited(finish, _left(end))(source, filled, filled.pdf, watermark=watermark)
    from templates.limits.drawing import with_drawings
    from templates.office import to_pdf

    facts, assets = with_drawings(source, facts, assets)
    filled = limited(fill_in, DOCUMENT)(source, facts, assets=assets)
    pdf = to_pdf(filled.docx or b"", seconds=min(_left(end).seconds, LONGEST_PRINT))
    return limited(finish, _left(end))(source, filled, pdf, attachments=attachments, watermark=watermark)


def _left(end: float) -> Limits:
    """Give what is left of a document's time; a second at least, to say that it is over."""
    return replace(DOCUMENT, seconds=max(end - monotonic(), 1.0))


def merge_safely(
    source: Source, facts: Mapping[str, Any], *, assets: Mapping[str, bytes] | None = None
) -> bytes:
    """Do what `templates.merge_docx` does, in a cook. Raises as that does, and TooHeavy."""
    from templates.limits.drawing import with_drawings
    from templates.render import merge_docx

    facts, assets = with_drawings(source, facts, assets)
    return limited(merge_docx, DOCUMENT)(source, facts, assets=assets)


def render_edited_safely(docx: bytes) -> "Rendered":
    """Do what `templates.compare.edited.render_edited` does, in a cook. Raises as that does, and TooHeavy."""
    from templates.compare.edited import finish_edited
    from templates.office import to_pdf

    return limited(finish_edited)(docx, to_pdf(docx))
