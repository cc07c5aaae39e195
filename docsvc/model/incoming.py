"""PDFs from outside, taken in a process that can do no harm."""

import hashlib
from dataclasses import dataclass
from typing import Final

from docsvc.errors import PdfRefused
from docsvc.errors.phrase import Phrase
from signing import PdfUnreadable, page_sizes
from templates import TemplateError
from templates.incoming import MOST_BYTES, Change, Why, reason_of, take_pdf
from templates.limits import Limits, limited

MOST_UPLOADED = MOST_BYTES
_LIMITS: Final = Limits(seconds=60, cpu=45, memory=2 * 2**30)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A PDF that may go into a document; `original_sha256` (hex) is of the file as it came."""

    pdf: bytes
    pages: int
    changes: tuple[Change, ...]
    original_sha256: str


def take(content: bytes) -> Incoming:
    """Return the PDF as it may go into a document; raise `PdfRefused` with the reason in words."""
    try:
        taken = limited(take_pdf, _LIMITS)(content)
        page_sizes(taken.pdf)
    except PdfUnreadable as error:
        raise PdfRefused(reason=Phrase(reason_of(Why.BROKEN))) from error
    except TemplateError as error:
        told = str(error) if hasattr(error, "why") else reason_of(Why.BOMB)
        raise PdfRefused(reason=Phrase(told)) from error
    return Incoming(taken.pdf, taken.pages, taken.changes, hashlib.sha256(content).hexdigest())
