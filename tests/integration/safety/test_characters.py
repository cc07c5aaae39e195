"""Characters of every plane through a whole PDF: drawn and found again, or refused by name."""

import io
import re
import unicodedata
from random import Random

import pytest
from pypdf import PdfReader

from templates import ProofFailed, RenderFailed, complete, render
from templates.text import illegal_character
from tests.unit.safety.kit import tiny

SOURCE = tiny("{% for each in custom.texts %}<p>{{ each }}</p>{% endfor %}")
PLANES = {
    "Latin to symbols": (range(0x3000), 1000),
    "the rest of the first plane": (range(0x3000, 0x10000), 500),
    "emoji and old scripts": (range(0x10000, 0x20000), 400),
    "ideographs": (range(0x20000, 0x40000), 200),
    "nothing yet": (range(0x40000, 0xE0000), 200),
    "tags and selectors": (range(0xE0000, 0xF0000), 300),
    "private": (range(0xF0000, 0x110000), 200),
}


def sample(plane: str) -> list[str]:
    codes, count = PLANES[plane]
    fine = [chr(code) for code in codes if not illegal_character(chr(code))]
    chosen = Random(plane).sample(fine, count)
    return sorted({*chosen, *(char for char in fine[:0x3000] if unicodedata.category(char) in {"Cf", "Zs"})})


def is_invisible(char: str) -> bool:
    """Tell what has no look of its own: formatting, and the two selectors that phones add to a sign."""
    return unicodedata.category(char) == "Cf" or char in "\ufe0e\ufe0f"


def shown(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("plane", PLANES)
def test_a_character_arrives_or_is_refused_by_name(plane: str) -> None:
    texts = [f"А{char}я" for char in sample(plane)]
    refused: set[str] = set()
    while True:
        left = [text for text in texts if text not in refused]
        try:
            pdf = render(SOURCE, complete({"custom": {"texts": left}})).pdf
            break
        except RenderFailed as error:
            named = {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]{4,6})\b", str(error))}
            more = {text for text in left if text[1] in named}
        except ProofFailed as error:
            more = {*error.values} & {*left}
        assert more, "a refusal names what it is about"
        refused |= more
    page = shown(pdf)
    arrived = [text for text in texts if text not in refused]
    lost = [text for text in arrived if "".join(unicodedata.normalize("NFKC", text).split()) not in page]
    assert [f"U+{ord(text[1]):04X}" for text in lost if not is_invisible(text[1])] == []


def test_what_cannot_be_seen_hides_nothing_else() -> None:
    """A formatting character leaves no trace of its own; the text around it stays whole and in order."""
    invisible = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) == "Cf"]
    texts = [f"А{each}я" for each in invisible if not illegal_character(each)]
    try:
        page = shown(render(SOURCE, complete({"custom": {"texts": texts}})).pdf)
    except RenderFailed as error:
        named = {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]{4,6})\b", str(error))}
        texts = [text for text in texts if text[1] not in named]
        page = shown(render(SOURCE, complete({"custom": {"texts": texts}})).pdf)
    visible = "".join(char for char in page if unicodedata.category(char) != "Cf")
    assert visible.count("Ая") + visible.count("А-я") == len(texts)
