"""Russian text in Cambria: a font that has the letters takes its place."""

import io
import zipfile

import pytest

from templates.office.fonts import readable

NAMED = '<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria Math"/>'


def word(text: str, *, styles: str = NAMED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:t>{text}</w:t>")
        file.writestr("word/theme/theme1.xml", styles)
        file.writestr("word/media/image1.png", b"\x89PNG" + bytes(range(256)))
    return out.getvalue()


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_russian_text_gets_a_font_with_russian_letters() -> None:
    new, old = parts(readable(word("Договор"))), parts(word("Договор"))
    assert new["word/theme/theme1.xml"].decode() == NAMED.replace('"Cambria"', '"PT Serif"')
    assert list(new) == list(old)
    assert new["word/media/image1.png"] == old["word/media/image1.png"]
    assert new["word/document.xml"] == old["word/document.xml"]


@pytest.mark.parametrize(
    "docx",
    [
        word("Contract — “as is”, 100 €"),
        word("Договор", styles='<w:rFonts w:ascii="Calibri"/>'),
        b"",
        b"PK\x03\x04 and no more",
        word("Договор")[:-40],
    ],
)
def test_anything_else_stays_as_it_is(docx: bytes) -> None:
    assert readable(docx) is docx
