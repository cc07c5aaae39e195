"""The same ways out, written into a Word file."""

import time
import zipfile
from contextlib import suppress
from io import BytesIO

from templates import Source, TemplateError, merge_docx
from tests.unit.safety import payloads
from tests.unit.safety.test_escapes import FACTS, TELLING
from tests.unit.word.kit import paragraphs, texts

PAYLOADS = [*payloads.WORD_REFUSED, *payloads.WORD_LITERAL, *payloads.CLASSICS, *payloads.FORMATS]


def source(*lines: str) -> Source:
    return Source.from_docx(
        paragraphs(*lines), code="x", kind="quote", language="ru", title="X", version="1.0"
    )


def test_a_way_out_in_a_word_file_is_refused_or_stays_text() -> None:
    for payload in PAYLOADS:
        begun = time.process_time()
        with suppress(TemplateError):
            docx = merge_docx(source(payload), FACTS)
            printed = "".join(zipfile.ZipFile(BytesIO(docx)).read("word/document.xml").decode())
            assert payload in payloads.WORD_LITERAL, payload
            assert not any(word in printed for word in TELLING)
        assert time.process_time() - begun < 15, payload


def test_every_other_payload_in_one_file_is_told_of_at_once() -> None:
    refused = [payload for payload in payloads.WORD_REFUSED if "\n" not in payload and len(payload) < 100]
    try:
        merge_docx(source(*refused), FACTS)
    except TemplateError as error:
        assert len(str(error)) > 40 * len(refused) / 2  # noqa: PT017 - what it tells is the point
    else:
        raise AssertionError


def test_a_literal_stays_in_a_word_file() -> None:
    lines = list(payloads.WORD_LITERAL)
    assert texts(merge_docx(source(*lines), FACTS)) == lines
