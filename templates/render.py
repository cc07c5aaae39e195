"""One call for every engine: Facts into a proven PDF."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from templates.attachment import Attachment
from templates.errors import MissingFields, RenderFailed
from templates.facts import check_lines, complete
from templates.fill import compiled, fill, missing
from templates.places import Place, find_places
from templates.proof import prove
from templates.run import Run
from templates.source import Source, library


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF, the number of its pages and the places to sign in it."""

    pdf: bytes
    pages: int
    places: tuple[Place, ...]


def render(
    source: Source,
    facts: Mapping[str, Any],
    *,
    attachments: Sequence[Attachment] = (),
    assets: Mapping[str, bytes] | None = None,
) -> Rendered:
    """Make the PDF of a template and Facts, and prove that all that was printed is in it.

    `facts` are what `complete` gives; `assets` stand in for files of the template.
    Raises TooManyLines, MissingFields, RenderFailed, ProofFailed.
    """
    from templates.html import lay_out

    check_lines(facts)
    if empty := missing(source, facts):
        raise MissingFields(empty)
    text, run = fill(source, facts)
    pdf = lay_out(source, text, attachments=attachments, assets=assets)
    reader = PdfReader(io.BytesIO(pdf))
    prove(reader, run.printed)
    places = find_places(reader)
    _check_places(run, places)
    return Rendered(pdf, len(reader.pages), places)


def render_html(source: Source, facts: Mapping[str, Any]) -> str:
    """Give a template's text as HTML for a page: its block `text` where it has one, else the whole of it.

    Raises MissingFields, RenderFailed.
    """
    if empty := missing(source, facts):
        raise MissingFields(empty)
    return fill(source, facts, block="text")[0]


def warm() -> None:
    """Load what makes the first document slow, in the process that workers are forked from.

    WeasyPrint is imported here and in `render` only: a web process that asks `missing` stays light. A whole
    document is rendered: its words, QR code and proof load what an empty page would not.
    """
    from templates.html import prepare

    sources = library()
    for source in sources:
        compiled(source)
        prepare(source)
    first = next(source for source in sources if source.kind == "invoice")
    render(first, complete(json.loads(first.files["sample.json"])))


def _check_places(run: Run, places: tuple[Place, ...]) -> None:
    wanted, found = sorted(run.parties), sorted(place.party for place in places)
    if wanted != found:
        raise RenderFailed("template.html", f"места подписи: в шаблоне {wanted}, в PDF {found}")
