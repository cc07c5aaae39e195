"""The text of every shipped template's sample, kept word for word.

`GOLDEN_UPDATE=1` writes the texts anew: look at the difference before it is committed.
"""

import pytest

from templates import Engine, Source, complete, library, missing, render
from templates.findings import Severity
from templates.lint import lint
from tests.golden.kit import HERE, UPDATE, facts, pages, sample, sample_pdf, source_of, sources, text_of

TEXTS = HERE / "texts"
ALL = pytest.mark.parametrize("source", library(), ids=lambda source: source.code)
HTML = pytest.mark.parametrize("source", sources(Engine.HTML), ids=lambda source: source.code)
MONEY = ["quote", "contract", "invoice", "contract-supply", "specification", "act", "act-transfer", "upd"]


@ALL
def test_the_text_of_a_sample_is_the_kept_one(source: Source) -> None:
    made = text_of(source, sample(source))
    kept = TEXTS / f"{source.code}.txt"
    if UPDATE:
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8")


@ALL
def test_a_shipped_template_has_no_mistake_and_its_sample_lacks_nothing(source: Source) -> None:
    assert [each.words() for each in lint(source) if each.severity is Severity.ERROR] == []
    assert missing(source, facts(source, sample(source))) == ()


@HTML
def test_every_page_tells_its_number(source: Source) -> None:
    texts = pages(sample_pdf(source))
    words = "стр. {} из {}" if source.language == "ru" else "page {} of {}"
    for number, text in enumerate(texts, 1):
        assert words.format(number, len(texts)) in text


def test_a_shipped_text_or_picture_belongs_to_a_template() -> None:
    codes = {source.code for source in library()}
    kept = {path.stem for folder in ("texts", "pictures") for path in (HERE / folder).iterdir()}
    assert kept == codes


@pytest.mark.parametrize("source", library(), ids=lambda source: source.code)
def test_an_english_template_has_no_russian_in_it(source: Source) -> None:
    allowed = {"Коммерческая", "тайна", "УПД", "ММВ"}
    text = (TEXTS / f"{source.code}.txt").read_text(encoding="utf-8")
    words = {word.strip("“”()№-/0123456789@,.;:") for word in text.split()}
    russian = {word for word in words if any("а" <= char.lower() <= "я" for char in word)} - allowed
    assert bool(russian) == (source.language == "ru")


@pytest.mark.parametrize("code", MONEY)
@pytest.mark.parametrize(("prices", "rates"), [("gross", [22, 10]), ("net", [None])])
def test_every_kind_of_vat_is_written(code: str, prices: str, rates: list[int | None]) -> None:
    source = source_of(code)
    tree = sample(source)
    tree["deal"] |= {"prices": prices, "products": tree["deal"]["products"][: len(rates)]}
    for line, rate in zip(tree["deal"]["products"], rates, strict=True):
        line["vat_rate"] = rate
    text = "".join(pages(render(source, complete(tree)).pdf))
    words = {"без НДС"} if code == "upd" else {"не облага", "Без НДС"}
    assert any(word in text for word in words) == (rates == [None])


@pytest.mark.parametrize("code", [*MONEY, "supplement", "nda", "quote-en", "invoice-en", "contract-en"])
def test_the_least_that_is_required_is_enough(code: str) -> None:
    source = source_of(code)
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


def test_optional_lines_are_offered_and_not_counted() -> None:
    source = source_of("quote")
    tree = sample(source)
    tree["deal"]["products"] = [
        {"name": "Главное", "quantity": 1, "price": 100, "vat_rate": 22},
        {"name": "Лишнее", "quantity": 1, "price": 7777, "vat_rate": 22, "optional": True},
    ]
    made = facts(source, tree)
    assert made["deal"]["amount"] == "100.00"
    text = text_of(source, tree)
    assert text.index("Главное") < text.index("Итого с НДС") < text.index("по желанию") < text.index("Лишнее")
    invoice = source_of("invoice")
    assert "Лишнее" not in text_of(invoice, sample(invoice) | {"deal": tree["deal"]})


@pytest.mark.parametrize("code", ["act", "quote", "invoice", "contract", "upd"])
def test_the_brand_is_set_once_for_all(code: str) -> None:
    source = source_of(code)
    tree = sample(source)
    picture = sample(source_of("act"))["seller"]["stamp"]
    seller = tree["seller"] | {"logo": None, "stamp": None, "letterhead": ""}
    bare = render(source, complete(tree | {"seller": seller})).pdf
    stamped = render(source, complete(tree | {"seller": seller | {"stamp": picture}})).pdf
    assert bare.count(b"/Subtype /Image") + bare.count(b"/Subtype/Image") < stamped.count(
        b"/Subtype /Image"
    ) + stamped.count(b"/Subtype/Image")
    if code != "upd":
        headed = seller | {"letterhead": "Лицензия № 7\nМосква"}
        assert "Лицензия № 7" in "".join(pages(render(source, complete(tree | {"seller": headed})).pdf))
