"""The filters that templates may use; there are no others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from markupsafe import Markup, escape

from templates.cases import Case, decline, is_woman
from templates.errors import RenderFailed
from templates.marks import colour, image
from templates.money import round_money
from templates.phrase import Phrase
from templates.read import read_date, read_number
from templates.reasons import told
from templates.run import COPIED, MAX_OUTPUT, Unseen, current
from templates.writing import (
    choose_plural,
    in_english,
    spell_money,
    spell_number,
    write_date,
    write_date_long,
    write_money,
    write_number,
    write_pattern,
    write_percent,
    write_rate,
    write_truth,
)

_JINJA = (
    *("abs", "count", "d", "default", "dictsort", "first", "groupby", "last", "length", "list", "map", "max"),
    *("min", "reject", "rejectattr", "select", "selectattr", "sort", "sum", "unique"),
)


_LONGEST_PATTERN = 100
_INSTEAD = {
    True: Phrase("поставьте {FOREACH СПИСОК}{ITEM}{ENDFOREACH}"),
    False: Phrase("назовите одно из его полей"),
}


def _number(value: object) -> Decimal:
    if isinstance(value, Undefined):
        str(value)  # raises, naming the unknown field
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(Phrase("нужно число, а здесь %(value)s", value=told(value)))
    return Decimal(value)


def _day(value: object) -> date:
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, date):
        raise TypeError(Phrase("нужна дата, а здесь %(value)s", value=told(value)))
    return value


def _currency(context: Context) -> str:
    deal = context.get("deal")
    currency = deal.get("currency") if isinstance(deal, Mapping) else None
    return currency if isinstance(currency, str) else "RUB"


@pass_context
def _money(context: Context, value: object, currency: str | None = None) -> str:
    return write_money(_number(value), currency or _currency(context))


@pass_context
def _money_words(context: Context, value: object, currency: str | None = None) -> str:
    return spell_money(_number(value), currency or _currency(context))


def _format(value: object, pattern: str) -> str:
    if len(pattern) > _LONGEST_PATTERN:
        raise ValueError(Phrase("format: образец длиннее %(most)s знаков", most=_LONGEST_PATTERN))
    return write_pattern(value if isinstance(value, date) else _number(value), pattern)


def _round(value: object, places: int = 0) -> Decimal:
    return _number(value).quantize(Decimal(1).scaleb(-min(max(places, 0), 12)), ROUND_HALF_UP)


def _plural(value: object, one: str, few: str, many: str | None = None) -> str:
    return choose_plural(int(_number(value)), (one, few) if many is None else (one, few, many))


def _date_diff(value: object, other: object) -> int:
    return (_day(value) - _day(read_date(other) if isinstance(other, str) else other)).days


def _rate(value: object) -> str:
    return write_rate(None if value is None else _number(value))


def _case(value: object, case: str) -> str:
    return decline(value if isinstance(value, str) else say(value), Case(case))


def _by_gender(name: str, man: str, woman: str) -> str:
    """Choose a word by the gender of a name: «действующего», «действующей»."""
    return woman if is_woman(name) else man


def _inner_quotes(value: str) -> str:
    """Turn «…» inside a text into „…“, and “…” into ‘…’: quotation marks of one shape do not nest."""
    return value.translate(str.maketrans("«»“”", "‘’‘’") if in_english() else str.maketrans("«»", "„“"))


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
            return write_truth(value)
        case int():
            return str(value)
        case Decimal():
            return write_number(value)
        case date():
            return write_date(value)
    raise TypeError(
        Phrase(
            "%(value)s целиком не напечатать: %(instead)s",
            value=told(value),
            instead=_INSTEAD[isinstance(value, list | tuple)],
        )
    )


def counted(items: Iterable[Any]) -> list[Any]:
    """Make a list of what a loop goes over, counting it against the limit of steps."""
    if isinstance(items, str):
        raise TypeError("по буквам строки цикл не делают")
    listed = list(items)
    current.get().spend(len(listed) + 1)
    return listed


def _of_text(change: Callable[[str], str]) -> Callable[[object], str]:
    """Change a value's text; Jinja's own filters would print the inside of a whole section."""
    return lambda value: change(value if isinstance(value, str) else say(value))


def weighed(value: Any) -> Any:
    """Count what a filter or `in` goes over against the limit of steps, and give it."""
    if isinstance(value, Iterator):
        value = list(value)
    if isinstance(value, str):
        current.get().spend(len(value) // COPIED)
    elif isinstance(value, Sized) and not isinstance(value, Undefined):
        current.get().spend(len(value))
    return value


FILTERS_ALLOWED: Mapping[str, Callable[..., Any]] = {
    **{name: FILTERS[name] for name in _JINJA},
    "amount": lambda value: write_money(_number(value), None),
    "by_gender": _by_gender,
    "capitalize": _of_text(str.capitalize),
    "case": _case,
    "color": colour,
    "counted": counted,
    "date": lambda value: write_date(_day(value)),
    "date_diff": _date_diff,
    "date_long": lambda value: write_date_long(_day(value)),
    "decimal": read_number,
    "format": _format,
    "image": image,
    "initials": _initials,
    "join": joined,
    "joined": joined,
    "inner_quotes": _inner_quotes,
    "lower": _of_text(str.lower),
    "lower_first": _lower_first,
    "money": _money,
    "money_words": _money_words,
    "number_to_words": lambda value: spell_number(_number(value)),
    "percent": lambda value: write_percent(_number(value)),
    "plural": _plural,
    "price": lambda value: write_number(_number(value), least=2, most=4),
    "quantity": lambda value: write_number(_number(value)),
    "round": _round,
    "round_money": lambda value: round_money(_number(value)),
    "sentence": _sentence,
    "trim": _of_text(str.strip),
    "unseen": Unseen,
    "upper": _of_text(str.upper),
    "vat_rate": _rate,
    "weighed": weighed,
}
