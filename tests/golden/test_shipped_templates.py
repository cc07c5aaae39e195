"""The text of every shipped template's sample, kept word for word.

`GOLDEN_UPDATE=1` writes the texts anew: look at the difference before it is committed.
"""

import io
import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from templates import Source, complete, library, render
from templates.extract import page_texts

TEXTS = Path(__file__).parent / "texts"
ALL = pytest.mark.parametrize("source", library(), ids=lambda source: f"{source.code}-{source.language}")
LINES = pytest.mark.parametrize("count", [3, 12, 120])


def sample(source: Source) -> Any:
    return json.loads(source.text("sample.json"))


def facts(source: Source, tree: Any) -> Any:
    return tree if source.code == "certificate" else complete(tree)


def pages(pdf: bytes) -> list[str]:
    texts = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return ["\n".join(line.rstrip() for line in text.splitlines() if line.strip()) for text in texts]


def with_lines(source: Source, count: int) -> Any:
    tree = sample(source)
    lines = tree["deal"]["products"]
    tree["deal"]["products"] = [deepcopy(lines[n % len(lines)]) for n in range(count)]
    return facts(source, tree)


@ALL
def test_the_text_of_a_sample_is_the_kept_one(source: Source) -> None:
    made = "\n\f\n".join(pages(render(source, facts(source, sample(source))).pdf)) + "\n"
    kept = TEXTS / f"{source.code}-{source.language}.txt"
    if os.environ.get("GOLDEN_UPDATE") == "1":
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8")


@ALL
def test_every_page_tells_its_number(source: Source) -> None:
    texts = pages(render(source, facts(source, sample(source))).pdf)
    for number, text in enumerate(texts, 1):
        assert f"стр. {number} из {len(texts)}" in text


@LINES
@pytest.mark.parametrize("code", ["quote", "contract", "invoice"])
def test_a_table_repeats_its_head_and_keeps_its_totals_with_a_line(code: str, count: int) -> None:
    source = next(source for source in library() if source.code == code)
    texts = page_texts(PdfReader(io.BytesIO(render(source, with_lines(source, count)).pdf)))
    tables = [text for text in texts if "Кол-во" in text]
    total = {"quote": "Итого с НДС", "contract": "Итого", "invoice": "Всего к оплате"}[code]
    assert total in tables[-1]
    assert len(tables) >= count // 40
    last = with_lines(source, count)["deal"]["products"][-1]["name"].split()[0]
    assert last in tables[-1]


@pytest.mark.parametrize("code", ["quote", "contract", "invoice"])
@pytest.mark.parametrize("prices", ["gross", "net"])
@pytest.mark.parametrize("rates", [[None], [22, 10]])
def test_every_kind_of_vat_is_written(code: str, prices: str, rates: list[int | None]) -> None:
    source = next(source for source in library() if source.code == code)
    tree = sample(source)
    tree["deal"] |= {"prices": prices, "products": tree["deal"]["products"][: len(rates)]}
    for line, rate in zip(tree["deal"]["products"], rates, strict=True):
        line["vat_rate"] = rate
    text = "".join(pages(render(source, complete(tree)).pdf))
    assert ("не облага" in text or "Без НДС" in text) == (rates == [None])


@pytest.mark.parametrize("code", ["quote", "contract", "invoice"])
def test_the_least_that_is_required_is_enough(code: str) -> None:
    source = next(source for source in library() if source.code == code)
    tree = sample(source)
    required = {field.path for field in source.fields.fields if field.required}
    for section in ("company", "contact", "user", "seller", "deal"):
        tree[section] = {
            name: value
            for name, value in tree[section].items()
            if f"{section}.{name}" in required
            or (section == "deal" and name in {"products", "currency", "prices"})
        }
    tree["deal"]["products"] = [
        {name: line[name] for name in ("name", "quantity", "price")} for line in tree["deal"]["products"]
    ]
    assert render(source, complete(tree)).pages


@pytest.mark.parametrize("code", ["quote", "contract", "invoice"])
def test_names_of_any_length_wrap(code: str) -> None:
    source = next(source for source in library() if source.code == code)
    tree = sample(source)
    long = "Общество с ограниченной ответственностью «Научно-производственное объединение " + "Ы" * 90 + "»"
    tree["contact"]["name"] = long
    for party in ("company", "seller"):
        tree[party] |= {"name": long, "full_name": long}
    tree["deal"]["products"] = [tree["deal"]["products"][0] | {"name": long}]
    text = "".join(pages(render(source, complete(tree)).pdf))
    assert text.count("Ы") >= 2 * 90
    assert "Ы" * 75 not in text  # what the width of a page holds of this letter
