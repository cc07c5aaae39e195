"""Where the Word templates stand in the library, and what their fields.yaml says."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from templates.shipped import LIBRARY
from tools.word_library.compose import compose
from tools.word_library.markup import TEXTS
from tools.word_library.package import parts_of
from tools.word_library.words import STYLES

_VERSION = '"1.0"'
_LATER: Mapping[str, str] = {"agreement": '"1.1"'}
"""Texts that were changed since they were first shipped."""
_MORE: Mapping[str, str] = {
    "basis.title": "{label: Название документа-основания}",
    "seller.letterhead": "{label: Строки бланка под названием}",
}
"""Fields that Word templates ask for where the HTML template of the same kind does not declare them."""


class Slot(NamedTuple):
    """One template: the text it is made of, its language, its folder."""

    text: Path
    language: str
    folder: Path


def slots() -> Iterator[Slot]:
    """Give every template that there is a text for."""
    for text in sorted(TEXTS.glob("*.txt")):
        for language in STYLES:
            yield Slot(text, language, LIBRARY / text.stem / f"{language}-word")


def about(slot: Slot, docx: bytes) -> str:
    """Write fields.yaml: what the HTML template of the same kind and language declares, under an own code.

    Required fields that the Word text does not print are left out: nobody should be asked for them.
    """
    asked = b"".join(parts_of(docx).values()).decode()
    twin = (slot.folder.with_name(slot.language) / "fields.yaml").read_text(encoding="utf-8")
    version = _LATER.get(slot.text.stem, _VERSION)
    lines = [_changed(line, version) for line in twin.splitlines() if not _is_unused(line, asked)]
    more = [f"  {path}: {said}" for path, said in _MORE.items() if path.upper() in asked]
    declared = {line.partition(":")[0] for line in lines}
    return "\n".join([*lines, *(line for line in more if line.partition(":")[0] not in declared), ""])


def _changed(line: str, version: str) -> str:
    key, _, value = line.partition(": ")
    others = {"code": f"{value}-word", "version": version, "engine": "docx"}
    return f"{key}: {others[key]}" if key in others else line


def _is_unused(line: str, asked: str) -> bool:
    path = line.partition(":")[0].strip()
    printed = path.upper() in asked or path.startswith("deal.products")
    return "required" in line and not printed


def write_all() -> None:
    """Build every template and write its files."""
    for slot in slots():
        docx = compose(slot.text, slot.language)
        slot.folder.mkdir(parents=True, exist_ok=True)
        (slot.folder / "template.docx").write_bytes(docx)
        (slot.folder / "fields.yaml").write_text(about(slot, docx), encoding="utf-8")
