"""How the values of word tags behave in loops, sums, comparisons and filters."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import Undefined

from templates.language.gaps import Absent, absent, field
from templates.language.names import kinds
from templates.phrase import Phrase
from templates.read import read_date, read_number
from templates.text import NBSP
from templates.writing import write_rate


def each(value: Any, path: str) -> Any:
    """Give what a loop goes over: nothing where the list is empty, the lines of a text.

    Raises TypeError for what is no list.
    """
    if value is None or value == "" or (isinstance(value, Undefined) and path in kinds()):
        return []
    if isinstance(value, Undefined):
        str(value)  # raises, naming the unknown field
    if isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    if not isinstance(value, list | tuple):
        raise TypeError(
            Phrase(
                "«%(path)s» — не список: {FOREACH} повторяет строки списка, например DEAL.PRODUCTS", path=path
            )
        )
    return value


def rate(value: Any) -> Any:
    """Give a rate of VAT bare, «Без НДС» where there is none."""
    return write_rate(None) if value is None else value


def figure(value: Any) -> Any:
    """Give a number for a sum; a text that is a number counts as one, no rate as nought."""
    if value is None:
        return 0
    return _number(value) if isinstance(value, str) else value


def _number(text: str) -> Decimal:
    plain = text.replace(NBSP, "").replace(" ", "").replace(",", ".")
    try:
        return read_number(plain)
    except ValueError:
        raise TypeError(Phrase("«%(text)s» — не число, считать с ним нельзя", text=text[:40])) from None


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda one, two: bool(one == two),
    "ne": lambda one, two: bool(one != two),
    "gt": lambda one, two: bool(one > two),
    "lt": lambda one, two: bool(one < two),
    "ge": lambda one, two: bool(one >= two),
    "le": lambda one, two: bool(one <= two),
}


def compare(value: Any, operator: str, other: Any) -> bool:
    """Compare two values; with an empty one every comparison is false, but `= ""` is true.

    A text is read as a number or a date where the other side is one. Raises TypeError for what does not
    compare.
    """
    empty = [one is None or one == "" or isinstance(one, Undefined) for one in (value, other)]
    if any(empty):
        blank = "" in (value, other)
        return blank and operator == ("eq" if all(empty) else "ne")
    one, two = _alike(value, other)
    return _ORDER[operator](one, two)


def _alike(one: Any, two: Any) -> tuple[Any, Any]:
    if isinstance(one, str) and not isinstance(two, str):
        return _like(one, two), two
    if isinstance(two, str) and not isinstance(one, str):
        return one, _like(two, one)
    if type(one) is date is not type(two) or type(two) is date is not type(one):
        raise TypeError("дату сравнивают с датой, например DEAL.DEADLINE > CURRENT.DATE")
    return one, two


def _like(text: str, pattern: Any) -> Any:
    if isinstance(pattern, bool):
        return text.strip().lower() in {"да", "true", "1", "yes"}
    if isinstance(pattern, date):
        try:
            return read_date(text)
        except ValueError as error:
            raise TypeError(str(error)) from error
    return _number(text)


_DATES = frozenset({"date", "date_long", "date_diff", "format"})
_NUMBERS = frozenset(
    {
        *("format", "money", "money_words", "number_to_words", "amount", "percent"),
        *("plural", "price", "quantity", "round", "round_money", "abs"),
    }
)


def tolerant(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter: an absent value passes it by, and a text that is its number or date is read as one."""
    if name in {"default", "d", "field", "compare", "each", "rate", "figure"}:
        return function
    convert = name in _DATES | _NUMBERS
    # With the context in front, the value is the second argument.
    place = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def filtered(*arguments: Any, **named: Any) -> Any:
        value = arguments[place]
        for argument in arguments:
            if type(argument) is Absent:
                return absent(*arguments)
        if convert and type(value) is str:
            arguments = (*arguments[:place], _read(name, value), *arguments[place + 1 :])
        return function(*arguments, **named)

    return filtered


def _read(name: str, text: str) -> Any:
    """Read a text as the date or number that a filter wants; leave it where it is neither."""
    for names, read in ((_DATES, read_date), (_NUMBERS, _number)):
        if name in names:
            try:
                return read(text)
            except (ValueError, TypeError):
                continue
    return text


FILTERS: Mapping[str, Callable[..., Any]] = {
    "field": field,
    "compare": compare,
    "each": each,
    "rate": rate,
    "figure": figure,
}
