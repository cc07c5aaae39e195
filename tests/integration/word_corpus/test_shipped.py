"""The shipped Word templates survive what people do to them before they load them back."""

import json

import pytest

from templates import Engine, Source, complete, library, merge_docx
from tests.integration.word_corpus import habits, reading
from tests.integration.word_corpus.office import as_libreoffice_writes

WORD = [source for source in library() if source.engine is Engine.DOCX]
SAVED = {"quote-word", "invoice-word", "act-word", "agreement-word"}
FORMS = [source for source in WORD if source.code in SAVED]
SOFT_HYPHEN = "\u00ad"


def paragraphs(source: Source, docx: bytes) -> list[str]:
    edited = Source.from_files({**source.files, "template.docx": docx})
    facts = complete(json.loads(source.text("sample.json")))
    return reading.paragraphs(merge_docx(edited, facts))


def said(texts: list[str]) -> set[str]:
    """Give what is told, without the footers: LibreOffice saves the number of pages that it counted."""
    plain = (each.replace(SOFT_HYPHEN, "").strip() for each in texts if "\t" not in each)
    return {each for each in plain if each}


@pytest.mark.parametrize("source", WORD, ids=lambda source: source.code)
def test_a_template_edited_in_word_says_the_same(source: Source) -> None:
    docx = source.files["template.docx"]
    cut = habits.edited(docx, seed=len(docx), marks=0.3, wraps=0.15)
    assert paragraphs(source, cut) == paragraphs(source, docx)


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("source", FORMS, ids=lambda source: source.code)
def test_a_template_saved_by_libreoffice_says_the_same(source: Source) -> None:
    docx = source.files["template.docx"]
    assert said(paragraphs(source, as_libreoffice_writes(docx))) == said(paragraphs(source, docx))
