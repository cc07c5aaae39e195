"""Fonts whose stand-in cannot write Russian: named otherwise where a document is Russian.

Caladea has Cambria's widths but no Cyrillic letters. A line in Cambria would take its letters from one font
and its digits from another, be written font by font, and read out of order for whoever searches or copies.
"""

import io
import re
import zipfile
import zlib
from typing import Final

_CAMBRIA: Final = b'="Cambria"'
_STAND_IN: Final = b'="PT Serif"'
_CYRILLIC: Final = re.compile(rb"[\xd0-\xd3][\x80-\xbf]")  # U+0400 to U+04FF in UTF-8
_READ: Final = re.compile(r"word/([^/]+|theme/[^/]+)\.xml")
_BYTES: Final = 100 * 1024**2  # what the gate lets through


def readable(docx: bytes) -> bytes:
    """Give the document with fonts that have its letters; as it is where they do, or where it is no ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as file:
            if sum(each.file_size for each in file.infolist()) > _BYTES:
                return docx
            parts = {
                each.filename: file.read(each) for each in file.infolist() if _READ.fullmatch(each.filename)
            }
            return _renamed(file, parts) if _is_wanted(parts) else docx
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        return docx  # what is wrong with it, LibreOffice will tell


def _is_wanted(parts: dict[str, bytes]) -> bool:
    named = any(_CAMBRIA in content for content in parts.values())
    return named and any(not each.isascii() and _CYRILLIC.search(each) for each in parts.values())


def _renamed(file: zipfile.ZipFile, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:  # not compressed: it goes no further than to LibreOffice
        for each in file.infolist():
            content = parts.get(each.filename)
            kept = file.read(each) if content is None else content.replace(_CAMBRIA, _STAND_IN)
            new.writestr(each.filename, kept)
    return out.getvalue()
