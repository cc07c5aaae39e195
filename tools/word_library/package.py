"""The package around a document: hand-written parts before, equal bytes for equal content after."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from string import Template

PARTS = Path(__file__).parent / "parts"
_NAMES = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "docProps/app.xml": "app.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "document.rels.xml",
    "word/document.xml": "document.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # ZIP's own beginning of time


def empty(words: Mapping[str, str]) -> bytes:
    """Give an empty document with our styles; `words` are put in where a part says `$word`."""
    parts = {name: Template((PARTS / file).read_text(encoding="utf-8")) for name, file in _NAMES.items()}
    return pack({name: text.substitute(words).encode() for name, text in parts.items()})


def parts_of(docx: bytes) -> dict[str, bytes]:
    """Give the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Zip parts: the list of types first, as readers expect it, without a clock."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return buffer.getvalue()
