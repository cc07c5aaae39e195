"""What files may go with a document: told by their content, whatever their name says."""

import io
import re
import zipfile
from pathlib import PurePath

PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet"
PNG, JPEG, TEXT = "image/png", "image/jpeg", "text/plain"

ENDINGS = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", PNG: ".png", JPEG: ".jpg", TEXT: ".txt"}
"""The types that are taken, each with the end of its name."""

_LIKE = {JPEG: (".jpg", ".jpeg")}
_HEADS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MACROS = re.compile(r"vbaProject\.bin$|/vbaData\.xml$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
LONGEST_NAME = 150
MOST_NAMES = 2**18
"""Bytes of a package's list of contents: a longer one is no document, and reading it costs memory."""


def media_type_of(content: bytes) -> str | None:
    """Return what a file is by its content; None for what is not taken: macros, archives, programs, pages."""
    for head, media_type in _HEADS.items():
        if content.startswith(head):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return TEXT if content and _is_text(content) else None


def kept_name(name: str, media_type: str) -> str:
    """Return a file's name as it is kept: without folders, signs that nobody sees, or a false ending."""
    last = PurePath(name.replace("\\", "/")).name
    visible = "".join(sign for sign in last if sign.isprintable()).strip(" .") or "файл"
    stem, ending = PurePath(visible).stem, PurePath(visible).suffix
    known = _LIKE.get(media_type, (ENDINGS[media_type],))
    if ending.lower() in known:
        return f"{stem[:LONGEST_NAME]}{ending}"
    return f"{visible[:LONGEST_NAME]}{ENDINGS[media_type]}"


def _office(content: bytes) -> str | None:
    end = content.rfind(_END)
    if (
        int.from_bytes(content[end + 12 : end + 16], "little") > MOST_NAMES
        or _END_64 in content[end - 20 : end]
    ):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if any(_MACROS.search(name) for name in names) or "[Content_Types].xml" not in names:
        return None
    return next((media_type for part, media_type in _PARTS.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return _CONTROL.search(content.decode(encoding)) is None
        except UnicodeDecodeError:
            continue
    return False
