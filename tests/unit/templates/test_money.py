"""Sums and how they are written."""

from datetime import date
from decimal import Decimal

import pytest

from templates.money import Prices, deal_sums, format_money, format_number, line_sums, round_money
from templates.vat import rate_text, standard_rate, unusual_rate
from templates.words import money_words, number_to_words, plural


def test_half_a_kopeck_is_rounded_up_and_never_to_even() -> None:
    assert [round_money(Decimal(text)) for text in ("0.005", "0.015", "2.675")] == [
        Decimal("0.01"),
        Decimal("0.02"),
        Decimal("2.68"),
    ]


def test_vat_inside_a_gross_sum_is_a_share_of_it() -> None:
    sums = line_sums(Decimal(1), Decimal("122.00"), rate=Decimal(22))
    assert (sums.net, sums.vat, sums.gross) == (Decimal("100.00"), Decimal("22.00"), Decimal("122.00"))


def test_vat_is_added_to_a_net_sum() -> None:
    sums = line_sums(Decimal(3), Decimal("33.33"), rate=Decimal(20), prices=Prices.NET)
    assert (sums.net, sums.vat, sums.gross) == (Decimal("99.99"), Decimal("20.00"), Decimal("119.99"))


def test_a_line_without_vat_has_none() -> None:
    sums = line_sums(Decimal(2), Decimal(50), rate=None)
    assert (sums.net, sums.vat, sums.gross) == (Decimal(100), Decimal(0), Decimal(100))


def test_a_discount_lowers_the_line_before_rounding() -> None:
    assert line_sums(
        Decimal(3), Decimal("9.99"), rate=Decimal(10), discount=Decimal("12.5")
    ).gross == Decimal("26.22")


def test_a_deal_adds_rounded_lines() -> None:
    lines = [line_sums(Decimal(1), Decimal("0.03"), rate=Decimal(22)) for _ in range(3)]
    assert deal_sums(lines).vat == Decimal("0.03")


def test_money_is_written_the_russian_way() -> None:
    assert format_money(Decimal("1234567.885")) == "1\u00a0234\u00a0567,89\u00a0₽"
    assert format_money(Decimal(-5), "USD") == "\u22125,00\u00a0$"
    assert format_money(Decimal(5), None) == "5,00"
    assert format_number(Decimal("1500.50")) == "1\u00a0500,5"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "Ноль рублей 00 копеек"),
        ("0.01", "Ноль рублей 01 копейка"),
        ("1", "Один рубль 00 копеек"),
        ("2.02", "Два рубля 02 копейки"),
        ("5", "Пять рублей 00 копеек"),
        ("11", "Одиннадцать рублей 00 копеек"),
        ("21.21", "Двадцать один рубль 21 копейка"),
        ("101", "Сто один рубль 00 копеек"),
        ("112", "Сто двенадцать рублей 00 копеек"),
        ("1000", "Одна тысяча рублей 00 копеек"),
        ("1001", "Одна тысяча один рубль 00 копеек"),
        ("2000", "Две тысячи рублей 00 копеек"),
        ("21000", "Двадцать одна тысяча рублей 00 копеек"),
        ("2000000", "Два миллиона рублей 00 копеек"),
        (
            "1234567.895",
            "Один миллион двести тридцать четыре тысячи пятьсот шестьдесят семь рублей 90 копеек",
        ),
        ("-3", "Минус три рубля 00 копеек"),
        ("0.999", "Один рубль 00 копеек"),
    ],
)
def test_money_in_words(value: str, words: str) -> None:
    assert money_words(Decimal(value)) == words


@pytest.mark.parametrize(
    ("currency", "words"),
    [
        ("USD", "Два доллара США 00 центов"),
        ("EUR", "Два евро 00 евроцентов"),
        ("CNY", "Два юаня 00 фэней"),
        ("KZT", "Два тенге 00 тиынов"),
        ("BYN", "Два белорусских рубля 00 копеек"),
        ("TRY", "Две турецкие лиры 00 курушей"),
    ],
)
def test_other_currencies_in_words(currency: str, words: str) -> None:
    assert money_words(Decimal(2), currency) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("21", "двадцать один"),
        ("1000", "одна тысяча"),
        ("2.5", "две целых пять десятых"),
        ("1.25", "одна целая двадцать пять сотых"),
        ("0.001", "ноль целых одна тысячная"),
        ("-0.5", "минус ноль целых пять десятых"),
    ],
)
def test_numbers_in_words(value: str, words: str) -> None:
    assert number_to_words(Decimal(value)) == words


def test_nouns_agree_with_numbers() -> None:
    day = ("день", "дня", "дней")
    assert [plural(n, day) for n in (1, 2, 5, 11, 21, 104, 112)] == [
        *("день", "дня", "дней", "дней", "день", "дня", "дней")
    ]


def test_the_standard_rate_depends_on_the_date() -> None:
    assert standard_rate(date(2025, 12, 31)) == 20
    assert standard_rate(date(2026, 1, 1)) == 22


def test_an_old_rate_is_a_reason_to_warn() -> None:
    assert "22 %" in (unusual_rate(Decimal(20), on=date(2026, 3, 1)) or "")
    assert "20 %" in (unusual_rate(Decimal(22), on=date(2025, 3, 1)) or "")
    assert unusual_rate(Decimal(5), on=date(2024, 3, 1))
    assert unusual_rate(Decimal(10), on=date(2026, 3, 1)) is None
    assert unusual_rate(None, on=date(2026, 3, 1)) is None


def test_no_vat_is_not_zero_per_cent() -> None:
    assert rate_text(None) == "Без НДС"
    assert rate_text(Decimal(0)) == "0\u00a0%"
    assert rate_text(Decimal("22.00")) == "22\u00a0%"
