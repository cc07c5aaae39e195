"""Numbers, money and dates as English documents write them."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from babel.dates import format_date

from templates.money import round_money, step_of
from templates.text import NBSP

LANGUAGE = "en"
WITHOUT_VAT = "VAT exempt"
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
"""Signs that stand before a sum; other currencies are named by their ISO code, which no reader mistakes."""
_DIGITS = 3
_TWIN = f"_{LANGUAGE}"


class Name(NamedTuple):
    """A currency's unit and hundredth, each after one and after many."""

    unit: str
    units: str
    cent: str
    cents: str


CURRENCIES = {
    "RUB": Name("rouble", "roubles", "kopeck", "kopecks"),
    "USD": Name("US dollar", "US dollars", "cent", "cents"),
    "EUR": Name("euro", "euros", "cent", "cents"),
    "CNY": Name("yuan", "yuan", "fen", "fen"),
    "KZT": Name("tenge", "tenge", "tiyn", "tiyn"),
    "BYN": Name("Belarusian rouble", "Belarusian roubles", "kopeck", "kopecks"),
    "GBP": Name("pound sterling", "pounds sterling", "penny", "pence"),
    "AMD": Name("dram", "drams", "luma", "luma"),
    "UZS": Name("Uzbek som", "Uzbek som", "tiyin", "tiyin"),
    "KGS": Name("Kyrgyz som", "Kyrgyz som", "tyiyn", "tyiyn"),
    "TRY": Name("Turkish lira", "Turkish liras", "kurus", "kurus"),
    "AED": Name("UAE dirham", "UAE dirhams", "fils", "fils"),
}


def format_number(value: Decimal, *, least: int = 0, most: int = 6) -> str:
    """Write «1,234,567.5»; `least` and `most` bound the digits after the point, more are rounded half up."""
    rounded = value.quantize(step_of(most), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    sign = "\u2212" if rounded < 0 else ""
    return sign + whole + (f".{fraction}" if fraction else "")


def format_money(value: Decimal, currency: str | None) -> str:
    """Write «RUB 1,234.50», «€1,234.50»; a currency of None leaves the sign out."""
    rounded = round_money(value)
    text = format_number(abs(rounded), least=2, most=2)
    if currency is not None:
        text = f"{SIGNS[currency]}{text}" if currency in SIGNS else f"{currency}{NBSP}{text}"
    return f"\u2212{text}" if rounded < 0 else text


@lru_cache(maxsize=4096)
def cardinal(number: int) -> str:
    """Spell a whole number out: «one thousand two hundred thirty-four»."""
    from num2words import num2words

    return str(num2words(number, lang=LANGUAGE)).replace(",", "").replace(" and ", " ")


def number_to_words(value: Decimal | int) -> str:
    """Spell a number out: «twenty-one», «two point five»; at most three digits after the point."""
    number = Decimal(value)
    whole = int(number.to_integral_value(ROUND_DOWN))
    digits = f"{abs(number - whole):.{_DIGITS}f}"[2:].rstrip("0")
    minus = "minus " if number < 0 and not whole else ""
    point = " ".join(["", "point", *map(cardinal, map(int, digits))]) if digits else ""
    return f"{minus}{cardinal(whole)}{point}"


def money_words(value: Decimal, currency: str) -> str:
    """Spell money out: «One thousand roubles 00 kopecks». Raises KeyError for an unknown currency."""
    name, rounded = CURRENCIES[currency], round_money(value)
    whole, cents = divmod(int(abs(rounded) * 100), 100)
    words = ("minus " if rounded < 0 else "") + cardinal(whole)
    unit, cent = name.unit if whole == 1 else name.units, name.cent if cents == 1 else name.cents
    return f"{words[0].upper()}{words[1:]} {unit} {cents:02d} {cent}"


def plural(number: int, one: str, many: str) -> str:
    """Choose the form of a noun that goes with a number: 1 day, 2 days."""
    return one if abs(number) == 1 else many


def date_short(value: date) -> str:
    """Write «5 Nov 2026»: a month in figures is read differently on either side of the ocean."""
    return format_date(value, "d MMM y", locale=LANGUAGE).replace(" ", NBSP)


def date_long(value: date) -> str:
    """Write «5 November 2026», held together by non-breaking spaces."""
    return format_date(value, "d MMMM y", locale=LANGUAGE).replace(" ", NBSP)


def speak(context: Mapping[str, Any]) -> dict[str, Any]:
    """Let the English twin of a field (`full_name_en`) stand in for the field wherever there is one."""
    return {name: _twin(value) for name, value in context.items()}


def _twin(value: Any) -> Any:
    if isinstance(value, list):
        return [_twin(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    given = {name.removesuffix(_TWIN): text for name, text in value.items() if name.endswith(_TWIN) and text}
    return {name: _twin(item) for name, item in {**value, **given}.items()}
