"""Tables of no lines, of one and of a thousand; names of any length and of any character."""

import io

import pytest
from pypdf import PdfReader

from templates import Engine, MissingFields, Source, complete, render
from templates.extract import page_texts
from templates.text import squeeze
from tests.golden.kit import sample, source_of, sources, text_of, with_lines

SUMS = {
    "quote": "Итого с НДС",
    "contract": "Итого",
    "contract-supply": "Итого",
    "specification": "Итого",
    "supplement": "Итого",
    "invoice": "Всего к оплате",
    "act": "Итого",
    "act-transfer": "Итого",
    "upd": "Всего к оплате",
}
HEADS = {"upd": "Налоговая ставка"}
HOSTILE = "ООО & <b>\"кавычки\"</b> 'апостроф' {скобки} {{ x }} &amp; 100%"
FROM_DEALS = [source for source in sources(Engine.HTML) if source.kind != "certificate"]
HTML = pytest.mark.parametrize("source", FROM_DEALS, ids=lambda source: source.code)
WORD = pytest.mark.parametrize("source", sources(Engine.DOCX), ids=lambda source: source.code)


def check_table(code: str, count: int) -> None:
    source = source_of(code)
    tree = with_lines(source, count)
    texts = page_texts(PdfReader(io.BytesIO(render(source, complete(tree)).pdf)))
    tables = [text for text in texts if HEADS.get(code, "Кол-во") in text]
    assert SUMS[code] in tables[-1]
    assert len(tables) >= count // 40
    assert tree["deal"]["products"][-1]["name"].split()[0] in tables[-1]


@pytest.mark.parametrize("count", [1, 21])
@pytest.mark.parametrize("code", SUMS)
def test_a_table_repeats_its_head_and_keeps_its_totals_with_a_line(code: str, count: int) -> None:
    check_table(code, count)


@pytest.mark.parametrize(("code", "count"), [("quote", 150), ("invoice", 1000)])
def test_a_long_table_is_a_document_like_any_other(code: str, count: int) -> None:
    check_table(code, count)


@pytest.mark.parametrize("code", sorted(SUMS.keys() - {"supplement"}))
def test_a_document_of_money_without_lines_is_not_made(code: str) -> None:
    source = source_of(code)
    with pytest.raises(MissingFields, match="Список товаров"):
        render(source, complete(with_lines(source, 0)))


@pytest.mark.parametrize("code", ["supplement", "supplement-en", "nda", "nda-en"])
def test_an_agreement_without_lines_has_no_table(code: str) -> None:
    source = source_of(code)
    text = text_of(source, with_lines(source, 0))
    assert not {"Кол-во", "Qty"} & set(text.split())


def hostile(source: Source, value: str) -> str:
    """Put a value wherever a name stands; give the text that comes out, without spaces."""
    tree = sample(source)
    tree["contact"]["name"] = value
    for party in ("company", "seller"):
        tree[party] |= {"name": value, "full_name": value, "address": value}
    tree["deal"]["products"] = [line | {"name": value} for line in tree["deal"]["products"][:1]]
    return squeeze(text_of(source, tree))


@HTML
def test_special_characters_arrive_in_pages(source: Source) -> None:
    assert hostile(source, HOSTILE).count(squeeze(HOSTILE)) >= 2 - (source.kind == "agreement")


@WORD
def test_special_characters_arrive_in_a_word_document(source: Source) -> None:
    assert hostile(source, HOSTILE).count(squeeze(HOSTILE)) >= 2 - (source.kind == "agreement")


@pytest.mark.parametrize("code", [*SUMS, "nda", "contract-en"])
def test_names_of_any_length_wrap(code: str) -> None:
    long = "Общество с ограниченной ответственностью «Научно-производственное объединение " + "Ы" * 90 + "»"
    text = hostile(source_of(code), long)
    assert text.count("ы" * 90) >= 2


def test_a_thousand_lines_of_word_are_merged() -> None:
    source = source_of("invoice-word")
    tree = with_lines(source, 1000)
    text = text_of(source, tree)
    assert text.count(tree["deal"]["products"][0]["name"]) >= 1000 // len(sample(source)["deal"]["products"])
