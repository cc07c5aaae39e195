"""Proof of render: what the template printed is found in the text of the finished PDF."""

import re
from collections.abc import Iterable

from pypdf import PdfReader

from templates.boxes import boxed_signs
from templates.errors import ProofFailed
from templates.extract import page_texts
from templates.glyphs import placed_texts
from templates.text import squeeze

_LETTERS = 8
_IN_EVERY_FONT = re.compile(r"[ -~А-Яа-яЁё«»–—№]")


def prove(reader: PdfReader, values: Iterable[str]) -> None:
    """Find each value in the text of the PDF. Raises ProofFailed with all that are not there.

    Spaces, hyphens, ligatures and case are no difference: layout may change them. A sign drawn as a box has
    not arrived.
    """
    values, texts = list(values), page_texts(reader)
    lost = _lost(values, texts)
    for read in (placed_texts, _by_pypdf):
        texts = read(reader) if lost else []
        lost = _lost(lost, texts)
    if boxed := boxed_signs(reader, values):
        raise ProofFailed([each for each in values if each in lost or not set(boxed).isdisjoint(each)], boxed)
    if lost:
        raise ProofFailed(lost, _unseen(lost, texts))


def _unseen(lost: list[str], texts: list[str]) -> list[str]:
    """Give the signs that no font has: without them all that is lost would be there."""
    there = set(squeeze("".join(texts)))
    rare = (sign for sign in dict.fromkeys("".join(lost)) if not _IN_EVERY_FONT.match(sign))
    signs = [sign for sign in rare if not set(squeeze(sign)) <= there]
    without = str.maketrans(dict.fromkeys(signs, ""))
    return [] if _lost((value.translate(without) for value in lost), texts) else signs


def _by_pypdf(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def _lost(values: Iterable[str], texts: list[str]) -> list[str]:
    pages = [squeeze(text) for text in texts]
    return [value for value in values if not _found(value, pages)]


def _found(value: str, pages: list[str]) -> bool:
    wanted = squeeze(value)
    if any(wanted in page for page in pages):
        return True
    # A non-breaking space does not break, so a sum is never taken in two; nor is a text too short to prove.
    words = [squeeze(word) for word in re.split(r"[ \n\t]+", value)]
    if len(words) == 1 or sum(map(str.isalpha, wanted)) < _LETTERS:
        return False
    return any(_continues(words, pages[start:]) for start in range(len(pages)))


def _continues(words: list[str], pages: list[str]) -> bool:
    """Find a value that page breaks divide: its first words on one page, the rest on the next ones."""
    for page in pages:
        taken = next((n for n in range(len(words), 0, -1) if "".join(words[:n]) in page), 0)
        words = words[taken:]
        if not taken or not words:
            break
    return not words
