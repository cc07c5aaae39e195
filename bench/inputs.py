"""The documents that everybody gets: the shipped samples, of the size that the design's figures are for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle, islice
from typing import Any

from templates import Source, complete, library
from templates.fill import fill

LINES = 20
INVOICE_LINES = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to make: its template and Facts, and the same filled in as a page that stands alone."""

    source: Source
    facts: Mapping[str, Any]
    text: str
    page: str


@lru_cache(maxsize=8)
def paper(code: str, *, lines: int = LINES) -> Paper:
    """Return the shipped Russian sample of a kind, with so many lines."""
    source = next(each for each in library() if (each.kind, each.language) == (code, "ru"))
    tree = json.loads(source.files["sample.json"])
    tree["deal"]["products"] = list(islice(cycle(tree["deal"]["products"]), lines))
    tree["deal"].pop("amount", None)
    facts = complete(tree)
    text, _run = fill(source, facts)
    return Paper(source, facts, text, page=with_style(text, source))


def with_style(text: str, source: Source) -> str:
    """Put a template's style into the page, as somebody who has only WeasyPrint or a browser would."""
    return text.replace("</head>", f"<style>{source.text('style.css')}</style></head>", 1)


def invoice() -> Paper:
    """Return the invoice of one page that the design's figures are for."""
    return paper("invoice", lines=INVOICE_LINES)
