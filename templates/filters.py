"""The filters that templates may use; there are no others."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import format_decimal
from jinja2 import Undefined, pass_context
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from markupsafe import Markup, escape

from templates.cases import Case, decline, is_woman
from templates.dates import date_by_pattern, date_long, date_short
from templates.errors import RenderFailed
from templates.marks import colour, image
from templates.money import format_money, format_number, round_money
from templates.read import read_number
from templates.run import MAX_OUTPUT, Unseen, current
from templates.vat import rate_text
from templates.words import Forms, money_words, number_to_words, plural

_JINJA = (
    *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "groupby", "last", "length", "list"),
    *("lower", "map", "max", "min", "reject", "rejectattr", "select", "selectattr", "sort", "sum", "trim"),
    *("unique", "upper"),
)


def _number(value: object) -> Decimal:
    if isinstance(value, Undefined):
        str(value)  # raises, naming the unknown field
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"нужно число, а не {type(value).__name__}")
    return Decimal(value)


def _day(value: object) -> date:
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, date):
        raise TypeError(f"нужна дата, а не {type(value).__name__}")
    return value


def _currency(context: Context) -> str:
    deal = context.get("deal")
    currency = deal.get("currency") if isinstance(deal, Mapping) else None
    return currency if isinstance(currency, str) else "RUB"


@pass_context
def _money(context: Context, value: object, currency: str | None = None) -> str:
    return format_money(_number(value), currency or _currency(context))


@pass_context
def _money_words(context: Context, value: object, currency: str | None = None) -> str:
    return money_words(_number(value), currency or _currency(context))


def _format(value: object, pattern: str) -> str:
    if isinstance(value, date):
        return date_by_pattern(value, pattern)
    return str(format_decimal(_number(value), pattern, locale="ru"))


def _round(value: object, places: int = 0) -> Decimal:
    return _number(value).quantize(Decimal(1).scaleb(-min(max(places, 0), 12)), ROUND_HALF_UP)


def _plural(value: object, one: str, few: str, many: str) -> str:
    return plural(int(_number(value)), Forms(one, few, many))


def _date_diff(value: object, other: object) -> int:
    return (_day(value) - _day(other)).days


def _rate(value: object) -> str:
    return rate_text(None if value is None else _number(value))


def _case(value: str, case: str) -> str:
    return decline(value, Case(case))


def _by_gender(name: str, man: str, woman: str) -> str:
    """Choose a word by the gender of a name: «действующего», «действующей»."""
    return woman if is_woman(name) else man


def _inner_quotes(value: str) -> str:
    """Turn «…» inside a text into „…“: Russian quotation marks of one shape do not nest."""
    return value.translate(str.maketrans("«»", "„“"))


def _lower_first(value: str) -> str:
    """Lower the first letter, but not of an abbreviation: «ИП» stays."""
    return value[:1].lower() + value[1:] if value[1:2].islower() else value


def _sentence(value: str) -> str:
    """End a text with a full stop where it has no end."""
    text = value.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _initials(value: str) -> str:
    """Shorten «Иванов Иван Иванович» to «Иванов И. И.»."""
    last, *others = value.split() or [""]
    return "\u00a0".join([last, *(f"{word[0]}." for word in others[:2])])


def joined(parts: Iterable[Any], separator: str = "") -> str:
    """Join, escaping where a part is markup. Raises RenderFailed over the limit of output."""
    texts = [part if isinstance(part, str) else say(part) for part in parts]
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_OUTPUT:
        raise RenderFailed("template.html", "шаблон печатает слишком много")
    if any(isinstance(text, Markup) for text in texts):
        return escape(separator).join(texts)
    return separator.join(texts)


def say(value: object) -> str:
    """Write a value that a template prints without a filter. Raises TypeError for what has no text."""
    match value:
        case Undefined() | str():
            return str(value)
        case None:
            return ""
        case bool():
            return "да" if value else "нет"
        case int():
            return str(value)
        case Decimal():
            return format_number(value)
        case date():
            return date_short(value)
    raise TypeError(f"{type(value).__name__} нельзя напечатать: напечатайте одно из его полей")


def counted(items: Iterable[Any]) -> list[Any]:
    """Make a list of what a loop goes over, counting it against the limit of steps."""
    if isinstance(items, str):
        raise TypeError("по буквам строки цикл не делают")
    listed = list(items)
    current.get().spend(len(listed) + 1)
    return listed


FILTERS_ALLOWED: Mapping[str, Callable[..., Any]] = {
    **{name: FILTERS[name] for name in _JINJA},
    "amount": lambda value: format_money(_number(value), None),
    "by_gender": _by_gender,
    "case": _case,
    "color": colour,
    "counted": counted,
    "date": lambda value: date_short(_day(value)),
    "date_diff": _date_diff,
    "date_long": lambda value: date_long(_day(value)),
    "decimal": read_number,
    "format": _format,
    "image": image,
    "initials": _initials,
    "join": joined,
    "joined": joined,
    "inner_quotes": _inner_quotes,
    "lower_first": _lower_first,
    "money": _money,
    "money_words": _money_words,
    "number_to_words": lambda value: number_to_words(_number(value)),
    "percent": lambda value: f"{format_number(_number(value))}\u00a0%",
    "plural": _plural,
    "price": lambda value: format_number(_number(value), least=2, most=4),
    "quantity": lambda value: format_number(_number(value)),
    "round": _round,
    "round_money": lambda value: round_money(_number(value)),
    "sentence": _sentence,
    "unseen": Unseen,
    "vat_rate": _rate,
}
