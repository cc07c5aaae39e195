"""Why a tag could not be worked out, in words for people: Python's own messages are not for them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, DivisionUndefined
from typing import Final

from templates.phrase import Phrase

_RUSSIAN = re.compile(r"[А-Яа-яЁё]")
_LONGEST: Final = 40


def reason_of(error: Exception) -> str:
    """Tell why filling in failed: our own words as they stand, else what kind of mistake it is."""
    undefined = any(each is DivisionUndefined for each in _signals(error))
    if isinstance(error, ZeroDivisionError) or undefined:
        return "деление на ноль: поставьте тег в условие, что делитель не равен нулю"
    if isinstance(error, ArithmeticError):
        return "число слишком большое"
    message = str(error)
    if _RUSSIAN.search(message):
        return message
    return Phrase(
        "действие или фильтр не подходит к этому значению (%(value)s)", value=message or type(error).__name__
    )


def _signals(error: Exception) -> list[object]:
    """Give what the decimal module signals: it hands over a list of classes instead of a message."""
    return [each for given in error.args if isinstance(given, list) for each in given]


def told(value: object) -> str:  # noqa: PLR0911 - an arm for each kind of value
    """Say what a value is: «текст «Ромашка»», «дата», «список»."""
    match value:
        case None:
            return Phrase("пустое поле")
        case bool():
            return Phrase("да или нет")
        case int() | Decimal():
            return Phrase("число")
        case date():
            return Phrase("дата")
        case str():
            return Phrase("текст «%(value)s»", value=value[:_LONGEST])
        case Mapping():
            return Phrase("раздел с полями")
        case list() | tuple():
            return Phrase("список")
    return Phrase("значение другого вида")
