"""The agreement on electronic signature as it reads for one document's parties.

Source: 63-ФЗ ст. 6 ч. 2 and ст. 9: it names how a signer is identified and their duty to keep secrets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from docsvc.errors import NoTemplate
from templates import Source, library, render_html

KIND = "agreement"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The words to accept, as HTML made by our own template; `sha256` is of their UTF-8 bytes."""

    version: str
    html: str
    sha256: str

    @property
    def text(self) -> bytes:
        """Return the bytes that the hash is of."""
        return self.html.encode()


def read_agreement(facts: Mapping[str, Any], *, language: str) -> Agreement:
    """Return the agreement for the parties of `facts`, in the reader's language or else in Russian.

    Raises `NoTemplate` when the library has none.
    """
    source = _source(language) or _source("ru")
    if source is None:
        raise NoTemplate(kind="Соглашение об электронной подписи")
    html = render_html(source, facts).strip()
    return Agreement(version=source.version, html=html, sha256=sha256(html.encode()).hexdigest())


def _source(language: str) -> Source | None:
    return next((each for each in library() if each.kind == KIND and each.language == language), None)
