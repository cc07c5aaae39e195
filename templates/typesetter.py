"""WeasyPrint, loaded without starting other programs: every module takes it from here."""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def _known_to_nobody(name: str) -> None:
    del name  # whatever is asked for: the loader is asked next


@contextmanager
def _by_the_loader_alone() -> Iterator[None]:
    """Keep ctypes from searching for libraries.

    WeasyPrint asks for Pango and its kin by the names that other systems give them first. For each of those
    ctypes runs ldconfig and the C compiler: eighty programs, and half of the time that the import takes. The
    names that Linux gives them come after, and its loader knows them without a search.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _known_to_nobody
    try:
        yield
    finally:
        ctypes.util.find_library = search


with _by_the_loader_alone():
    from weasyprint import CSS, HTML, Attachment, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import (
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
        URLFetchingError,
    )

__all__ = [
    "CSS",
    "HTML",
    "Attachment",
    "Document",
    "FatalURLFetchingError",
    "FontConfiguration",
    "URLFetcher",
    "URLFetcherResponse",
    "URLFetchingError",
]
