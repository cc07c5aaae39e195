"""What a template in English writes: numbers, money, dates, words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from templates import Source, complete
from templates.english import (
    CURRENCIES,
    cardinal,
    date_long,
    date_short,
    format_money,
    format_number,
    money_words,
    number_to_words,
    plural,
)
from templates.fill import fill
from templates.words import CURRENCIES as RUSSIAN
from tests.unit.templates.kit import Tiny

Say = Callable[[str], str]


@pytest.fixture
def say(tiny: Tiny) -> Say:
    deal = {
        "amount": "1234.50",
        "deadline": "2026-11-05",
        "title": "The “Pole” project",
        "custom": {"yes": True},
    }
    seller = {"name": "Полюс", "name_en": "Polus", "address": "Москва", "address_en": ""}

    def text(body: str) -> str:
        source: Source = tiny(body, language="en")
        page = fill(source, complete({"deal": deal, "seller": seller}))[0]
        return page.partition("<body>")[2].partition("</body>")[0]

    return text


def test_numbers_have_commas_and_a_point() -> None:
    assert format_number(Decimal("1234567.5")) == "1,234,567.5"
    assert format_number(Decimal("-0.005"), most=2) == "\u22120.01"
    assert format_number(Decimal(5), least=2, most=4) == "5.00"


def test_money_has_its_sign_or_code_before_it() -> None:
    assert format_money(Decimal("1234.5"), "EUR") == "€1,234.50"
    assert format_money(Decimal("1234.5"), "RUB") == "RUB\u00a01,234.50"
    assert format_money(Decimal(-3), "USD") == "\u2212$3.00"
    assert format_money(Decimal("1.005"), None) == "1.01"


@pytest.mark.parametrize(
    ("value", "currency", "words"),
    [
        ("0", "RUB", "Zero roubles 00 kopecks"),
        ("1.01", "RUB", "One rouble 01 kopeck"),
        ("21.21", "USD", "Twenty-one US dollars 21 cents"),
        ("1234.50", "RUB", "One thousand two hundred thirty-four roubles 50 kopecks"),
        ("1000000", "EUR", "One million euros 00 cents"),
        ("-3", "GBP", "Minus three pounds sterling 00 pence"),
        ("0.999", "CNY", "One yuan 00 fen"),
    ],
)
def test_money_in_words(value: str, currency: str, words: str) -> None:
    assert money_words(Decimal(value), currency) == words


def test_every_currency_has_a_name_in_both_languages() -> None:
    assert CURRENCIES.keys() == RUSSIAN.keys()


def test_numbers_in_words() -> None:
    assert [cardinal(number) for number in (0, 21, 101, 1001)] == [
        *("zero", "twenty-one", "one hundred one", "one thousand one")
    ]
    assert number_to_words(Decimal("2.05")) == "two point zero five"
    assert number_to_words(Decimal("-0.5")) == "minus zero point five"


def test_a_month_is_a_word() -> None:
    assert date_long(date(2026, 11, 5)) == "5\u00a0November\u00a02026"
    assert date_short(date(2026, 11, 5)) == "5\u00a0Nov\u00a02026"


def test_nouns_have_two_forms() -> None:
    assert [plural(number, "day", "days") for number in (0, 1, 2, 21)] == ["days", "day", "days", "days"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{{ deal.amount | money }}", "RUB\u00a01,234.50"),
        ("{{ deal.amount | money('USD') }}", "$1,234.50"),
        ("{{ deal.amount | money_words }}", "One thousand two hundred thirty-four roubles 50 kopecks"),
        ("{{ deal.amount | amount }} {{ deal.amount }}", "1,234.50 1,234.5"),
        ("{{ 12.5 | percent }} {{ 22 | vat_rate }} {{ none | vat_rate }}", "12.5% 22% VAT exempt"),
        ("{{ deal.deadline }} {{ deal.deadline | date }}", "5\u00a0Nov\u00a02026 5\u00a0Nov\u00a02026"),
        ("{{ deal.deadline | date_long }}", "5\u00a0November\u00a02026"),
        ("{{ deal.deadline | format('EEEE, d MMM') }}", "Thursday, 5 Nov"),
        ("{{ 1234.5 | format('#,##0.00') }}", "1,234.50"),
        ("{{ 21 | number_to_words }} {{ 21 | plural('day', 'days') }}", "twenty-one days"),
        ("{{ 1 | plural('day', 'days', 'days') }}", "day"),
        ("{{ deal.custom.yes }}", "yes"),
        ("“{{ deal.title | inner_quotes }}”", "“The ‘Pole’ project”"),
        ("{{ seller.name }} {{ seller.address }}", "Polus Москва"),
    ],
)
def test_a_template_in_english_writes_english(say: Say, body: str, text: str) -> None:
    assert say(body) == text


def test_two_forms_are_enough_in_a_russian_template_too(tiny: Tiny) -> None:
    source = tiny("{{ 2 | plural('штука', 'штуки') }} {{ 21 | plural('год', 'года', 'лет') }}")
    assert "штуки год<" in fill(source, complete({}))[0]
