"""The shipped Word templates beside their HTML twins, and what only they can get wrong.

Their kept texts and pictures are in the golden tests of all templates.
"""

from typing import Any

import pytest

from templates import Engine, Source, complete, merge_docx
from templates.lint import lint
from templates.text import squeeze
from templates.word import located
from tests.golden.kit import sample, source_of, sources, text_of, with_lines

WORD = pytest.mark.parametrize("source", sources(Engine.DOCX), ids=lambda source: source.code)
# УПД is a form: its cells are laid out otherwise in HTML.
TEXTS = pytest.mark.parametrize(
    "source",
    [source for source in sources(Engine.DOCX) if source.kind != "upd"],
    ids=lambda source: source.code,
)
MONEY = ["quote", "contract", "invoice", "contract-supply", "specification", "act", "act-transfer", "upd"]
LONG = 80  # letters of a paragraph that is a clause and no name
FIGURES = ("НДС", "VAT", "RUB", "₽", "€")


def word(code: str) -> Source:
    return source_of(f"{code}-word")


def text(source: Source, tree: Any) -> str:
    return "\n".join(each.text for each in located(merge_docx(source, complete(tree))))


@WORD
def test_lint_finds_no_mistake(source: Source) -> None:
    assert [each.words() for each in lint(source)] == []


@TEXTS
def test_the_clauses_are_those_of_the_html_template(source: Source) -> None:
    twin = source_of(source.code.removesuffix("-word"))
    theirs = squeeze(text_of(twin, sample(twin)))
    ours = [each for each in text(source, sample(twin)).splitlines() if len(squeeze(each)) >= LONG]
    clauses = [each for each in ours if not any(figure in each for figure in FIGURES)]
    # A clause that a page's end divides has a footer in its midst: half of it is enough.
    halves = {each: (squeeze(each)[:40], squeeze(each)[-40:]) for each in clauses}
    absent = [each for each, parts in halves.items() if not any(part in theirs for part in parts)]
    assert absent == []


@pytest.mark.parametrize("code", MONEY)
@pytest.mark.parametrize(("rate", "prices"), [(None, "gross"), (None, "net"), (0, "gross"), (22, "net")])
def test_every_kind_of_vat_is_written(code: str, rate: int | None, prices: str) -> None:
    tree = sample(word(code))
    tree["deal"] |= {"prices": prices, "products": tree["deal"]["products"][:2]}
    for line in tree["deal"]["products"]:
        line["vat_rate"] = rate
    made = text(word(code), tree)
    said = "без НДС" if code == "upd" else "не облага"
    assert (said in made or "Без налога" in made) == (rate is None)


@pytest.mark.parametrize(
    ("status", "rate", "shown"), [(None, 22, "1"), (None, None, "2"), ("2", 22, "2"), (1, None, "1")]
)
def test_the_status_of_a_upd_follows_from_vat_unless_it_is_given(
    status: str | int | None, rate: int | None, shown: str
) -> None:
    tree = sample(word("upd"))
    tree["deal"] |= {"upd_status": status}
    for line in tree["deal"]["products"]:
        line["vat_rate"] = rate
    made = text(word("upd"), tree)
    assert f"Статус: {shown}" in made
    assert ("Передаточный документ №" in made) == (shown == "2")


@pytest.mark.parametrize("code", [*MONEY, "supplement"])
def test_optional_lines_are_offered_by_the_quote_alone(code: str) -> None:
    tree = sample(word(code))
    plain = {"quantity": 77, "price": 100, "vat_rate": 22}
    extra = plain | {"name": "Лишнее", "optional": True}
    tree["deal"]["products"] = [extra, plain | {"name": "Первое"}, plain | {"name": "Второе"}]
    made = text(word(code), tree)
    assert ("Лишнее" in made) == (code == "quote")
    numbers = [line for line in made.splitlines() if line in {"1", "2", "3"}]
    assert numbers[-2:] == ["1", "2"] or code == "upd"


@pytest.mark.parametrize("code", ["contract", "contract-supply", "nda", "specification", "supplement"])
def test_an_entrepreneur_acts_in_person(code: str) -> None:
    tree = sample(word(code))
    tree["company"] |= {
        "full_name": "Индивидуальный предприниматель Иванова Мария Петровна",
        "inn": "500100732259",
        "kpp": None,
    }
    tree["contact"] |= {"name": "Иванова Мария Петровна", "position": None, "authority": None}
    made = text(word(code), tree)
    assert "действующая на основании записи в ЕГРИП" in made
    assert "ОГРНИП" in made


@pytest.mark.parametrize("code", [*MONEY, "supplement", "nda", "quote-en", "invoice-en", "contract-en"])
def test_the_least_that_is_required_is_enough(code: str) -> None:
    source = word(code)
    tree = sample(source)
    required = {field.path for field in source.fields.fields if field.required}
    for section in ("company", "contact", "user", "seller", "deal"):
        kept = {name for name in tree[section] if f"{section}.{name}" in required}
        kept |= {"products", "currency", "prices"} if section == "deal" else set()
        tree[section] = {name: value for name, value in tree[section].items() if name in kept}
    tree["deal"]["products"] = [
        {name: line[name] for name in ("name", "quantity", "price")} for line in tree["deal"]["products"]
    ]
    assert text(source, tree)


@pytest.mark.parametrize("code", MONEY)
@pytest.mark.parametrize("count", [1, 21, 500])
def test_every_line_has_its_row_and_number(code: str, count: int) -> None:
    tree = with_lines(word(code), count)
    rows = text(word(code), tree).splitlines()
    assert [row for row in rows if row.isdigit() and 1 <= int(row) <= count].count(str(count)) >= 1
    assert sum(row.startswith(tree["deal"]["products"][0]["name"]) for row in rows) >= 1
