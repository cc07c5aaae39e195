"""One call for every engine: Facts into a proven PDF."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from templates.attachment import Attachment
from templates.errors import MissingFields, RenderFailed
from templates.facts import check_lines, complete
from templates.fill import demand, fill, missing
from templates.lint import check
from templates.phrase import Phrase
from templates.places import Place, find_places
from templates.proof import prove
from templates.source import Engine, Source, library

if TYPE_CHECKING:
    from templates.word.merge import Merged


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF, the number of its pages, the places to sign in it; of a Word template its DOCX."""

    pdf: bytes
    pages: int
    places: tuple[Place, ...]
    docx: bytes | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A template filled in: its PDF, or its DOCX for LibreOffice; its places to sign, and what it printed."""

    pdf: bytes
    docx: bytes | None
    parties: tuple[str, ...]
    printed: tuple[str, ...]


def render(
    source: Source,
    facts: Mapping[str, Any],
    *,
    attachments: Sequence[Attachment] = (),
    assets: Mapping[str, bytes] | None = None,
    watermark: str | None = None,
) -> Rendered:
    """Make the PDF of a template and Facts, and prove that all that was printed is in it.

    `facts` are what `complete` gives; `assets` stand in for files of the template; `watermark` is a word
    across every page of a draft, which must never be sent.
    Raises TooManyLines, MissingFields, TemplateFaults, RenderFailed, ProofFailed, and for Word templates
    OfficeMissing and ConversionFailed.
    """
    from templates.office import to_pdf

    filled = fill_in(source, facts, attachments=attachments, assets=assets)
    pdf = to_pdf(filled.docx) if filled.docx else filled.pdf
    return finish(source, filled, pdf, attachments=attachments, watermark=watermark)


def fill_in(
    source: Source,
    facts: Mapping[str, Any],
    *,
    attachments: Sequence[Attachment] = (),
    assets: Mapping[str, bytes] | None = None,
) -> Filled:
    """Do what comes before LibreOffice: all of it for an HTML template. Raises as `render` does."""
    _check(source, facts)
    if source.engine is Engine.DOCX:
        merged = _merge(source, facts, assets)
        return Filled(b"", merged.docx, tuple(merged.run.parties), merged.seen)
    from templates.html import lay_out

    text, run = fill(source, facts)
    pdf = lay_out(source, text, attachments=attachments, assets=assets)
    return Filled(pdf, None, tuple(run.parties), tuple(run.printed))


def finish(
    source: Source,
    filled: Filled,
    pdf: bytes,
    *,
    attachments: Sequence[Attachment] = (),
    watermark: str | None = None,
) -> Rendered:
    """Do what comes after LibreOffice: the proof first. Raises as `render` does."""
    reader = PdfReader(io.BytesIO(pdf))
    prove(reader, filled.printed)
    places = find_places(reader)
    _check_places(source, filled.parties, places)
    if filled.docx and attachments:
        pdf = _attach(pdf, attachments)
    if watermark:
        from templates.watermark import stamp_draft

        pdf = stamp_draft(pdf, watermark)
    return Rendered(pdf, len(reader.pages), places, filled.docx)


def merge_docx(
    source: Source, facts: Mapping[str, Any], *, assets: Mapping[str, bytes] | None = None
) -> bytes:
    """Fill a Word template in and give the DOCX; LibreOffice is not needed.

    Raises TooManyLines, MissingFields, TemplateFaults, RenderFailed.
    """
    _check(source, facts)
    return _merge(source, facts, assets).docx


def _check(source: Source, facts: Mapping[str, Any]) -> None:
    """Refuse before any work: too many lines, faults of the template, what is missing."""
    check_lines(facts)
    check(source, facts)
    if empty := missing(source, facts):
        raise MissingFields(empty)


def _merge(source: Source, facts: Mapping[str, Any], assets: Mapping[str, bytes] | None) -> "Merged":
    from templates.word.merge import merge

    merged = merge(source, facts, assets=assets)
    demand(source, facts, merged.run)
    return merged


def _attach(pdf: bytes, attachments: Sequence[Attachment]) -> bytes:
    """Put files into what LibreOffice made."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for attachment in attachments:
        added = writer.add_attachment(attachment.name, attachment.data)
        added.description = TextStringObject(attachment.description)
        added.associated_file_relationship = NameObject(f"/{attachment.relationship}")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def render_html(source: Source, facts: Mapping[str, Any]) -> str:
    """Give a template's text as HTML for a page: its block `text` where it has one, else the whole of it.

    Raises TooManyLines, TemplateFaults, MissingFields, RenderFailed.
    """
    _check(source, facts)
    return fill(source, facts, block="text")[0]


def warm() -> None:
    """Load what makes the first document slow, in the process that workers are forked from.

    WeasyPrint is imported here and in `render` only: a web process that asks `missing` stays light. A whole
    document is rendered: its words, QR code and proof load what an empty page would not. Other templates are
    compiled when they are first asked for, 0.06 s each: all of them would hold up the start by 1.5 s.
    """
    first = next(source for source in library() if source.kind == "invoice")
    render(first, complete(json.loads(first.files["sample.json"])))


def _check_places(source: Source, parties: tuple[str, ...], places: tuple[Place, ...]) -> None:
    wanted, found = sorted(parties), sorted(place.party for place in places)
    if wanted != found:
        raise RenderFailed(
            source.main,
            Phrase("места подписи: в шаблоне %(wanted)s, в PDF %(found)s", wanted=wanted, found=found),
        )
