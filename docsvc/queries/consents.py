"""The consents that a natural person may give beside a signature: separate, voluntary, never bundled.

Source: 152-ФЗ ст. 9 ч. 1 (a consent is its own document since 01.09.2025) and ст. 15.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from templates import Source, library, missing, render_html

CONSENTS = ("consent-data", "consent-transfer", "consent-marketing")
"""In the order in which they are shown; one whose text lacks something is not offered."""

TITLES: Mapping[str, str] = {
    "consent-data": "Согласие на обработку персональных данных",
    "consent-transfer": "Согласие на передачу персональных данных",
    "consent-marketing": "Согласие на рассылку",
}


@dataclass(frozen=True, slots=True)
class OfferedConsent:
    """A consent to tick or not: its words as HTML made by our own template, `sha256` of their UTF-8 bytes."""

    kind: str
    version: str
    html: str
    sha256: str

    @property
    def title(self) -> str:
        """Return what stands beside the box; a message id, Russian as everywhere."""
        return TITLES[self.kind]

    @property
    def key(self) -> str:
        """Return what a form sends: which consent, and the very words that were shown."""
        return f"{self.kind}:{self.sha256}"

    @property
    def text(self) -> bytes:
        """Return the bytes that the hash is of."""
        return self.html.encode()


def offered_consents(facts: Mapping[str, Any], *, language: str) -> tuple[OfferedConsent, ...]:
    """Return the consents that the seller of `facts` asks for, in the reader's language or else in Russian.

    Passing data on is offered only where the requisites say to whom, marketing where they say about what.
    """
    return tuple(_offered(facts, language))


def _offered(facts: Mapping[str, Any], language: str) -> Iterator[OfferedConsent]:
    for kind in CONSENTS:
        source = _source(kind, language) or _source(kind, "ru")
        if source is None or missing(source, facts):
            continue
        html = render_html(source, facts).strip()
        yield OfferedConsent(kind, source.version, html, sha256(html.encode()).hexdigest())


def _source(kind: str, language: str) -> Source | None:
    return next((each for each in library() if each.kind == kind and each.language == language), None)
