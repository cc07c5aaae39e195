"""Contracts as companies have them: every value arrives, no tag is left, whatever editing did to the XML."""

import json
from functools import lru_cache
from typing import Any

import pytest

from templates import complete, library
from templates.language import scan
from templates.render import merge_docx
from templates.source import Source
from tests.integration.word_corpus import contracts, habits, reading
from tests.integration.word_corpus.office import as_libreoffice_writes

SHIPPED = next(source for source in library() if source.code == "contract-word")
FACTS = complete(json.loads(SHIPPED.text("sample.json")))
SIZES = pytest.mark.parametrize("sections", [0, 65, 235], ids=["5 pages", "15 pages", "40 pages"])
LITERAL = "литерал {не тег} и {1} остаются как есть"


def as_template(docx: bytes) -> Source:
    about = {"code": "corpus", "kind": "contract", "language": "ru", "title": "Договор", "version": "1.0"}
    return Source.from_files(
        {**SHIPPED.files, "template.docx": Source.from_docx(docx, **about).files["template.docx"]}
    )


@lru_cache(maxsize=4)
def merged(docx: bytes) -> str:
    return reading.text(merge_docx(as_template(docx), FACTS))


def parties_and_people() -> list[str]:
    company, seller, contact = (FACTS[name] for name in ("company", "seller", "contact"))
    of_both = ("full_name", "inn", "kpp", "address", "account")
    parties = [side[name] for side in (company, seller) for name in of_both]
    people = [contact["name_genitive"], seller["signatory_name"], contact["email"]]
    return [*parties, *people, FACTS["document"]["number"]]


def expected() -> list[str]:
    lines = [line["name"] for line in FACTS["deal"]["products"]]
    return [
        *parties_and_people(),
        *lines,
        "2\u00a0791\u00a0795,00\u00a0₽",
        "31\u00a0марта 2027",
        "21 ноября 2026",
    ]


def left_tags(text: str) -> list[Any]:
    return [text[found.start : found.end] for found in scan(text)]


def check(text: str, *, literals: bool) -> None:
    plain = text.replace("\u00a0", " ")
    absent = [value for value in expected() if value.replace("\u00a0", " ") not in plain]
    assert not absent
    assert left_tags(text) == []
    assert "УДАЛЁННОЕ" not in text
    assert (LITERAL in text) == literals


def test_a_contract_of_one_page_renders() -> None:
    docx = contracts.page()
    text = merged(docx)
    assert all(value in text for value in parties_and_people())
    assert left_tags(text) == []
    assert merged(habits.edited(docx, seed=9)) == text


@SIZES
def test_a_contract_of_any_length_renders(sections: int) -> None:
    check(merged(contracts.contract(sections)), literals=sections > 0)


@SIZES
def test_so_does_one_that_word_has_cut_into_pieces(sections: int) -> None:
    docx = habits.edited(contracts.contract(sections), seed=sections)
    check(merged(docx), literals=sections > 0)


@pytest.mark.parametrize("seed", range(5))
def test_the_text_of_a_cut_template_is_that_of_the_whole_one(seed: int) -> None:
    docx = contracts.contract(6)
    assert merged(habits.edited(docx, seed=seed)) == merged(docx)


def test_every_character_may_stand_in_a_run_of_its_own() -> None:
    docx = contracts.contract(0)
    cut = habits.edited(docx, seed=1, longest=1)
    assert reading.parts(cut)["word/document.xml"].count(b"<w:r ") > 700
    assert merged(cut) == merged(docx)


@pytest.mark.needs("soffice")
@SIZES
def test_what_libreoffice_has_saved_renders(sections: int) -> None:
    check(merged(as_libreoffice_writes(contracts.contract(sections))), literals=sections > 0)


@pytest.mark.needs("soffice")
def test_what_word_and_then_libreoffice_have_edited_renders() -> None:
    docx = habits.edited(contracts.contract(6), seed=3, wraps=0.03)
    check(merged(as_libreoffice_writes(docx)), literals=True)


@pytest.mark.parametrize("place", contracts.PLACES)
def test_tags_are_found_in(place: str) -> None:
    docx = contracts.PLACES[place]("Заказчик: {COMPANY.NAME}, {DEAL.AMOUNT | money}")
    for made in (docx, habits.edited(docx, seed=2)):
        text = merged(made)
        assert "Заказчик: АО «Вектор Логистика», 2\u00a0791\u00a0795,00\u00a0₽" in text
        assert left_tags(text) == []


def test_autocorrection_of_quotes_and_spaces_does_no_harm() -> None:
    typed = habits.typed_in_word('от {DOCUMENT.DATE | format: "dd.MM.yyyy"} на {DEAL.AMOUNT * 0.85 | money}')
    assert "“" in typed
    assert "от 21.11.2026 на 2\u00a0373\u00a0025,75\u00a0₽" in merged(contracts.with_text([typed]))
