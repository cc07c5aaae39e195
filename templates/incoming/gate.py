"""A PDF from outside made harmless: its pages as they look, and nothing that acts, hides or changes.

Only what draws the pages is copied into a new file: what a viewer could run, open or switch is not. What
cannot be copied without changing what people see is refused. Run it in a cook (`templates.limits`).
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from templates.incoming.form import check_form
from templates.incoming.layers import drop_layers
from templates.incoming.pages import copy_page
from templates.incoming.reasons import Change, PdfRefused, Why
from templates.incoming.streams import Budget

MOST_BYTES: Final = 10 * 2**20
MOST_PAGES: Final = 500

_BROKEN: Final = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    OSError,
    NotImplementedError,
)
_OUTPUT: Final = "/OutputIntents"


@dataclass(frozen=True, slots=True)
class Taken:
    """A PDF that may go into a document, the number of its pages, and what was changed to make it so."""

    pdf: bytes
    pages: int
    changes: tuple[Change, ...]


def take_pdf(content: bytes) -> Taken:
    """Copy the pages of a PDF into one that only shows them. Raises PdfRefused, with the reason in words."""
    if len(content) > MOST_BYTES:
        raise PdfRefused(Why.TOO_LARGE)
    if b"%PDF-" not in content[:1024]:
        raise PdfRefused(Why.NO_PDF)
    try:
        ended = _ended(content)
        with _warnings() as warnings:
            taken, changes = _taken(ended)
    except _BROKEN as error:
        raise PdfRefused(Why.BROKEN) from error
    if warnings or ended != content:
        changes.add(Change.REPAIRED)
    return Taken(taken, len(PdfReader(io.BytesIO(taken)).pages), tuple(sorted(changes)))


def _ended(content: bytes) -> bytes:
    """Give a file that was cut off an end: without its table pypdf looks for the objects one by one."""
    if b"startxref" not in content:
        return content + b"\nstartxref\n0\n%%EOF\n"
    return content if b"%%EOF" in content else content + b"\n%%EOF\n"


def _taken(content: bytes) -> tuple[bytes, set[Change]]:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise PdfRefused(Why.ENCRYPTED if _opens(reader) else Why.PASSWORD)
    catalog = reader.root_object
    changes = _of_catalog(catalog)
    changes |= check_form(catalog) | drop_layers(catalog)
    if (
        content.count(b"startxref") > 1
        and content.count(b"%%EOF") > 1
        and b"/Linearized" not in content[:1024]
    ):
        changes.add(Change.HISTORY)
    writer, budget = PdfWriter(), Budget()
    pages = _pages(reader)
    for page in pages:
        changes |= copy_page(page, writer, budget)
    _copy_intents(catalog, writer, budget)
    changes |= budget.changes()
    writer.metadata = None
    writer.pdf_header = "%PDF-1.7"
    writer.generate_file_identifiers()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), changes


def _pages(reader: PdfReader) -> list[Any]:
    pages = list(islice(reader.pages, MOST_PAGES + 1))
    if len(pages) > MOST_PAGES:
        raise PdfRefused(Why.TOO_MANY_PAGES)
    if not pages:
        raise PdfRefused(Why.NO_PAGES)
    return pages


def _of_catalog(catalog: DictionaryObject) -> set[Change]:
    """Name what stays behind because it belongs to the file and not to a page."""
    if "/Collection" in catalog:
        raise PdfRefused(Why.PORTFOLIO)
    names = _dictionary(catalog.get("/Names"))
    changes = set()
    if _acts(catalog.get("/OpenAction")) or "/AA" in catalog or "/JavaScript" in names:
        changes.add(Change.SCRIPTS)
    if "/EmbeddedFiles" in names or "/AF" in catalog:
        changes.add(Change.FILES)
    if _dictionary(catalog.get("/Outlines")).get("/First"):
        changes.add(Change.OUTLINE)
    return changes


def _acts(given: Any) -> bool:
    """Tell an action from a place to begin reading at, which office programs write into every file."""
    action = _dictionary(given)
    return bool(action) and (action.get("/S") != "/GoTo" or "/Next" in action)


def _dictionary(given: Any) -> DictionaryObject:
    value = given.get_object() if given is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _copy_intents(catalog: DictionaryObject, writer: PdfWriter, budget: Budget) -> None:
    """Keep what the colours mean."""
    intents = catalog.get(_OUTPUT)
    intents = intents.get_object() if intents is not None else None
    if isinstance(intents, ArrayObject):
        budget.check(intents)
        writer.root_object[NameObject(_OUTPUT)] = intents.clone(writer)


def _opens(reader: PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except Exception:  # noqa: BLE001 - whatever its cipher is, it does not open
        return False


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Hear what pypdf had to put right while reading."""
    heard: list[str] = []

    class _Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage()[:200])

    ear, log = _Ear(logging.WARNING), logging.getLogger("pypdf")
    before = log.propagate
    log.addHandler(ear)
    log.propagate = False
    try:
        yield heard
    finally:
        log.removeHandler(ear)
        log.propagate = before
