"""A deal as a CRM sends it: what is taken, what is refused, and in which words."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsvc.errors import BadInput
from docsvc.model.deal_input import DealInput, read_deal
from templates.money import Sums


def tree(**changes: Any) -> dict[str, Any]:
    return {
        "source": "amocrm",
        "external_id": 4711,
        "title": "Внедрение склада",
        "date": "2026-11-21",
        "company": {"name": "ООО «Ромашка»", "inn": "7707083893"},
        "lines": [line()],
    } | changes


def line(**changes: Any) -> dict[str, Any]:
    return {"name": "Консультация", "quantity": 2, "price": "1500.50", "vat_rate": 22} | changes


def read(**changes: Any) -> DealInput:
    return read_deal(json.dumps(tree(**changes)).encode())


def problems(**changes: Any) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        read(**changes)
    return dict(caught.value.problems)


def test_the_least_deal_is_taken() -> None:
    deal = read()
    assert (deal.external_id, deal.currency, deal.prices, deal.lines[0].unit) == (
        "4711",
        "RUB",
        "gross",
        "шт.",
    )
    assert deal.sums == Sums(Decimal("2459.84"), Decimal("541.16"), Decimal("3001.00"))


def test_vat_is_added_to_net_prices() -> None:
    assert read(prices="net").sums == Sums(Decimal("3001.00"), Decimal("660.22"), Decimal("3661.22"))


@pytest.mark.parametrize("rate", [None, "none", "Без НДС"])
def test_a_line_may_be_without_vat(rate: str | None) -> None:
    assert read(lines=[line(vat_rate=rate)]).lines[0].rate(read().date) is None


def test_zero_percent_is_not_without_vat() -> None:
    assert read(lines=[line(vat_rate=0)]).lines[0].rate(read().date) == 0


@pytest.mark.parametrize(("day", "rate"), [("2025-12-31", 20), ("2026-01-01", 22)])
def test_a_line_that_says_no_rate_has_the_standard_one(day: str, rate: int) -> None:
    sent = line()
    del sent["vat_rate"]
    deal = read(lines=[sent], date=day)
    assert deal.lines[0].rate(deal.date) == rate


def test_an_amount_that_differs_from_its_lines_is_refused_with_both_figures() -> None:
    words = problems(amount=3000)["amount"].replace("\u00a0", " ")
    assert words == "Сумма сделки 3 000,00 ₽ не сходится со строками: по ним выходит 3 001,00 ₽"


@pytest.mark.parametrize("amount", [3001, "3001.00", "3001", None, ""])
def test_an_amount_that_agrees_or_is_left_out_is_taken(amount: object) -> None:
    assert read(amount=amount).sums.gross == 3001


def test_every_bad_field_is_told_at_once() -> None:
    found = problems(
        title=" ",
        currency="XXX",
        date="вчера",
        company={"name": "Ромашка", "email": "нет"},
        lines=[line(), line(quantity=0), {"name": "Без цены", "quantity": 1}],
    )
    assert set(found) == {"title", "currency", "date", "company.email", "lines[1].quantity", "lines[2].price"}
    assert found["lines[2].price"] == "Строка 3: цена — обязательное поле"
    assert found["title"] == "Название — обязательное поле"
    assert found["company.email"] == "Компания: почта — нужен адрес, как ivanov@example.ru"


def test_a_negative_price_is_refused_in_human_words() -> None:
    assert problems(lines=[line(), line(), line(price=-1)]) == {
        "lines[2].price": "Строка 3: цена не может быть меньше нуля"
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("price", "1.23456", "не больше 4 знаков после запятой"),
        ("price", "abc", "нужно число, как 1234.50, а не «abc»"),
        ("price", True, "нужно число"),
        ("price", [1], "нужно число"),
        ("price", "1e5", "нужно число"),
        ("price", 10**13, "не может быть больше"),
        ("quantity", -1, "не может быть меньше нуля"),
        ("quantity", 0, "нужно число больше нуля"),
        ("discount", 101, "не может быть больше 100"),
        ("discount", -1, "не может быть меньше нуля"),
        ("vat_rate", 18, "нет такой ставки НДС: 18 %"),
        ("vat_rate", "много", "нужно число"),
        ("name", "", "обязательное поле"),
        ("name", 5.5, "нужна строка"),
        ("name", "я" * 501, "не больше 500 знаков, а здесь 501"),
        ("unit", {}, "нужна строка"),
    ],
)
def test_a_wrong_value_in_a_line_is_named(field: str, value: object, words: str) -> None:
    ((path, told),) = problems(lines=[line(**{field: value})]).items()
    assert path == f"lines[0].{field}"
    assert told.startswith("Строка 1: ")
    assert words in told


def test_an_amount_has_at_most_two_decimals() -> None:
    assert problems(amount="3001.001") == {"amount": "Сумма — не больше 2 знаков после запятой"}


def test_an_unknown_field_is_refused_and_the_likely_one_named() -> None:
    assert problems(lines=[line(prise=1)]) == {
        "lines[0].prise": "Строка 1: неизвестное поле «prise»; похоже на «price»"
    }
    assert problems(комментарий="…") == {"комментарий": "неизвестное поле «комментарий»"}


@pytest.mark.parametrize("wrong", ["строка", 5, None])
def test_lines_and_parties_have_their_shape(wrong: object) -> None:
    assert problems(lines=wrong)["lines"] == "Строки — нужен список"
    assert problems(company=wrong)["company"] == "Компания — нужен объект с полями"
    assert problems(lines=[wrong])["lines[0]"] == "Строка 1 — нужен объект с полями"


def test_prices_are_gross_or_net() -> None:
    assert problems(prices="brutto") == {"prices": "Вид цен — можно: gross, net"}


def test_a_deal_has_a_line() -> None:
    assert problems(lines=[]) == {"lines": "Строки — нужна хотя бы одна запись"}


def test_a_thousand_lines_are_taken_and_one_more_names_the_limit() -> None:
    assert len(read(lines=[line()] * 1000).lines) == 1000
    assert problems(lines=[line()] * 1001) == {"lines": "Строки — 1001, а может быть не больше 1000"}


def test_a_sum_that_no_column_holds_is_refused() -> None:
    assert "больше 1" in problems(lines=[line(price=10**12, quantity=10**12)])["amount"]


def test_custom_fields_take_anything_but_the_deals_own_names() -> None:
    deal = read(custom={"Способ доставки": "самовывоз", "вес": 1.5, "список": [1, None, True]})
    assert deal.custom == {"Способ доставки": "самовывоз", "вес": "1.5", "список": [1, None, True]}
    assert "amount" in problems(custom={"amount": 1})["custom"]
    assert problems(custom=[])["custom"] == "Свои поля — нужен объект с полями"


def test_line_breaks_in_a_name_become_spaces() -> None:
    assert read(title="Тема\r\nBcc: чужой@example.ru").title == "Тема Bcc: чужой@example.ru"


@pytest.mark.parametrize("email", ["a@b", "a b@c.ru", "a@b.ru\nBcc: x@y.ru", "<a@b.ru>", "a@b.ru,c@d.ru"])
def test_what_is_no_address_is_refused(email: str) -> None:
    assert "contact.email" in problems(contact={"name": "Пётр", "email": email})


def test_an_external_id_cannot_pretend_to_be_a_derived_key() -> None:
    assert "company.external_id" in problems(company={"name": "Ромашка", "external_id": "inn:7707083893/"})


def test_a_company_without_code_is_known_by_its_inn_and_kpp_or_by_its_name() -> None:
    assert read().company.key == "inn:7707083893/"
    assert read(company={"name": "ООО РОМАШКА"}).company.key == "name:ооо ромашка"


@pytest.mark.parametrize("raw", [b"[]", b"null", b'"deal"', b"5"])
def test_a_deal_is_an_object(raw: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        read_deal(raw)
    assert caught.value.problems == (("$", "нужен объект JSON с полями"),)


def test_hostile_characters_are_refused_before_anything_else() -> None:
    raw = json.dumps(tree(title="\ud800", company={"name": "\x00"})).encode()
    with pytest.raises(BadInput) as caught:
        read_deal(raw)
    assert {path for path, _ in caught.value.problems} == {"title", "company.name"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


def words_about(**changes: Any) -> tuple[tuple[str, str], ...]:
    try:
        read(**changes)
    except BadInput as refusal:
        return refusal.problems
    return ()


@given(st.sampled_from(sorted(DealInput.model_fields)), JSON)
def test_any_value_in_any_field_is_taken_or_refused_in_words(field: str, value: Any) -> None:
    for path, words in words_about(**{field: value}):
        assert path
        assert re.search("[а-я]", words)


@given(st.sampled_from(["name", "quantity", "unit", "price", "discount", "vat_rate"]), JSON)
def test_any_value_in_a_line_is_taken_or_refused_in_words(field: str, value: Any) -> None:
    for path, words in words_about(lines=[line(**{field: value})]):
        assert path
        assert re.search("[а-я]", words)
