"""Sums of a line and of a deal, and how money is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache

from templates.text import NBSP

KOPECK = Decimal("0.01")
HUNDRED = Decimal(100)
SYMBOLS = {"RUB": "₽", "USD": "$", "EUR": "€", "CNY": "¥", "KZT": "₸", "GBP": "£", "BYN": "Br"}


class Prices(StrEnum):
    """Whether a deal's prices include VAT."""

    GROSS = "gross"
    NET = "net"


@dataclass(frozen=True, slots=True)
class Sums:
    """Money of a line or of a deal: without VAT, the VAT, with VAT."""

    net: Decimal
    vat: Decimal
    gross: Decimal


def round_money(value: Decimal) -> Decimal:
    """Round to kopecks, half up, as accountants do."""
    return value.quantize(KOPECK, ROUND_HALF_UP)


def line_sums(
    quantity: Decimal,
    price: Decimal,
    *,
    rate: Decimal | None,
    prices: Prices = Prices.GROSS,
    discount: Decimal = Decimal(0),
) -> Sums:
    """Compute one line: `price` is per unit, `discount` and `rate` are percents.

    A rate of None is «Без НДС»: no VAT at all, which is not 0 %. Inside a gross sum VAT is sum·r/(100+r).
    """
    total = round_money(quantity * price * (HUNDRED - discount) / HUNDRED)
    percent = rate or Decimal(0)
    if prices is Prices.NET:
        vat = round_money(total * percent / HUNDRED)
        return Sums(total, vat, total + vat)
    vat = round_money(total * percent / (HUNDRED + percent))
    return Sums(total - vat, vat, total)


def deal_sums(lines: Iterable[Sums]) -> Sums:
    """Add the lines up: every sum of a deal is the sum of its rounded lines."""
    zero = Decimal("0.00")
    net, vat, gross = zero, zero, zero
    for line in lines:
        net, vat, gross = net + line.net, vat + line.vat, gross + line.gross
    return Sums(net, vat, gross)


@cache
def step_of(digits: int) -> Decimal:
    """Give what a number with so many digits after the comma is rounded to."""
    return Decimal(1).scaleb(-digits)


def format_number(value: Decimal, *, least: int = 0, most: int = 6) -> str:
    """Write a number the Russian way: «1 234 567,5» with non-breaking spaces.

    `least` and `most` bound the digits after the comma; more are rounded half up.
    """
    rounded = value.quantize(step_of(most), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    whole = whole.replace(",", NBSP)
    sign = "\u2212" if whole.startswith("-") else ""
    return sign + whole.removeprefix("-") + (f",{fraction}" if fraction else "")


def format_money(value: Decimal, currency: str | None = "RUB") -> str:
    """Write money: «1 234 567,89 ₽»; a currency of None leaves the sign out."""
    text = format_number(value, least=2, most=2)
    return text if currency is None else f"{text}{NBSP}{SYMBOLS.get(currency, currency)}"
