"""Values in the language of the template that is being filled in: Russian unless it is English."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from templates import dates, english, money, words
from templates.run import current
from templates.text import NBSP
from templates.vat import rate_text


def in_english() -> bool:
    """Tell whether the template that is being filled in is an English one."""
    return current.get().language == english.LANGUAGE


def in_language(context: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Give a template's context in its language: in English the `…_en` twin of a field stands in for it."""
    return english.speak(context) if language == english.LANGUAGE else dict(context)


def write_number(value: Decimal, *, least: int = 0, most: int = 6) -> str:
    """Write «1 234 567,5» or «1,234,567.5»; `least` and `most` bound the digits of the fraction."""
    write = english.format_number if in_english() else money.format_number
    return write(value, least=least, most=most)


def write_money(value: Decimal, currency: str | None) -> str:
    """Write «1 234,50 ₽» or «RUB 1,234.50»; a currency of None leaves the sign out."""
    return (english.format_money if in_english() else money.format_money)(value, currency)


def write_pattern(value: Decimal | date, pattern: str) -> str:
    """Write a number or a date by a CLDR pattern."""
    locale = english.LANGUAGE if in_english() else "ru"
    if isinstance(value, date):
        return dates.date_by_pattern(value, pattern, locale=locale)
    return str(format_decimal(value, pattern, locale=locale))


def write_percent(value: Decimal) -> str:
    """Write «12,5 %» or «12.5%»."""
    return f"{write_number(value)}%" if in_english() else f"{write_number(value)}{NBSP}%"


def write_rate(rate: Decimal | None) -> str:
    """Write a VAT rate: «22 %», «Без НДС» or «22%», «VAT exempt»."""
    if not in_english():
        return rate_text(rate)
    return english.WITHOUT_VAT if rate is None else write_percent(rate)


def write_date(value: date) -> str:
    """Write «05.11.2026» or «5 Nov 2026»."""
    return (english.date_short if in_english() else dates.date_short)(value)


def write_date_long(value: date) -> str:
    """Write «5 ноября 2026 г.» or «5 November 2026»."""
    return (english.date_long if in_english() else dates.date_long)(value)


def write_truth(value: bool) -> str:  # noqa: FBT001 - the value to write is the bool itself
    """Write «да» or «yes»."""
    yes, no = ("yes", "no") if in_english() else ("да", "нет")
    return yes if value else no


def spell_number(value: Decimal) -> str:
    """Spell a number out in words."""
    return (english.number_to_words if in_english() else words.number_to_words)(value)


def spell_money(value: Decimal, currency: str) -> str:
    """Spell money out in words. Raises KeyError for a currency without a name."""
    return (english.money_words if in_english() else words.money_words)(value, currency)


def choose_plural(number: int, forms: tuple[str, ...]) -> str:
    """Choose a noun's form: Russian gives three, English the first and the last."""
    if in_english():
        return english.plural(number, forms[0], forms[-1])
    return words.plural(number, (forms[0], forms[1], forms[-1]))
