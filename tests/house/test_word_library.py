"""The Word templates of the library are what their texts say, and small."""

from pathlib import Path

import pytest

from templates.shipped import LIBRARY
from tools.word_library.compose import compose
from tools.word_library.package import parts_of
from tools.word_library.shelf import Slot, about, slots

MOST_BYTES = 25_000


@pytest.mark.parametrize("slot", list(slots()), ids=lambda slot: f"{slot.text.stem}-{slot.language}")
def test_a_word_template_holds_what_is_made_of_its_text(slot: Slot) -> None:
    made = compose(slot.text, slot.language)
    kept = (slot.folder / "template.docx").read_bytes()
    # Parts and not bytes: compressors differ between machines.
    assert parts_of(kept) == parts_of(made), "python -m tools.word_library writes it anew"
    assert (slot.folder / "fields.yaml").read_text(encoding="utf-8") == about(slot, made)
    assert len(kept) <= MOST_BYTES


def test_every_word_template_has_a_text() -> None:
    folders = {path.parent for path in Path(LIBRARY).glob("*/*/template.docx")}
    assert folders == {slot.folder for slot in slots()}
