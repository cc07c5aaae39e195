"""Every character there is: it arrives, or it is refused by name."""

import html
import re
import unicodedata
from typing import Any

import pytest

from templates import BadFacts, complete
from templates.fill import fill
from templates.text import illegal_character
from tests.unit.safety.kit import tiny

EVERY = range(0x110000)
BATCH = 0x1000
CODE = re.compile(r"U\+([0-9A-F]{4,6})\b")


def refused_at_the_door(code: int) -> bool:
    try:
        complete({"company": {"name": f"а{chr(code)}б"}})
    except BadFacts as error:
        return CODE.findall(str(error)) == [f"{code:04X}"]
    return False


def test_what_no_document_can_hold_is_refused_by_name() -> None:
    special = [code for code in EVERY if unicodedata.category(chr(code)) in {"Cc", "Cs"}]
    special += [code for code in EVERY if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF]
    turning = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    allowed = {ord(each) for each in "\t\n\r"}
    assert all(refused_at_the_door(code) for code in {*special, *turning} - allowed)


def test_every_other_character_arrives() -> None:
    source = tiny("{% for each in custom.batches %}<p>{{ each }}</p>{% endfor %}")
    fine = "".join(char for char in map(chr, EVERY) if not illegal_character(char))
    batches = [f"а{fine[start : start + BATCH]}б" for start in range(0, len(fine), BATCH)]
    page, run = fill(source, complete({"custom": {"batches": batches}}))
    assert [html.unescape(text) for text in re.findall("<p>(.*?)</p>", page, re.DOTALL)] == batches
    assert list(run.printed) == batches
    assert (
        len(EVERY) - len(fine) == 2048 + 2 * 17 + 32 + 61 + 9 + 1
    )  # surrogates, reserved, old controls, turns


@pytest.mark.parametrize("where", ["name of a field", "key of a section", "number", "date"])
def test_a_broken_character_is_refused_wherever_it_stands(where: str) -> None:
    broken = "1\ud800"
    trees: dict[str, dict[str, Any]] = {
        "name of a field": {"company": {broken: "x"}},
        "key of a section": {broken: {}},
        "number": {"deal": {"amount": broken}},
        "date": {"deal": {"date": broken}},
    }
    with pytest.raises(BadFacts) as refused:
        complete(trees[where])
    str(refused.value).encode()


def test_a_reader_is_not_shown_another_text_than_is_signed() -> None:
    with pytest.raises(BadFacts, match=r"U\+202E"):
        complete({"deal": {"title": "Скидка \u202e001\u202c %"}})
