"""The filters of the word user's language: their names, other names for them, and their arguments."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from templates.language import tree
from templates.language.names import ITEM, ROOTS
from templates.language.patterns import date_pattern, is_for_dates, number_pattern
from templates.language.tags import BadExpression
from templates.phrase import Phrase
from templates.shape import NUMBERS, Kind

_INNER = frozenset(
    {"field", "compare", "figure", "each", "rate", "counted", "joined", "decimal", "unseen", "color", "image"}
)
_OTHERS: Mapping[str, str] = {
    "words": "number_to_words",
    "in_words": "number_to_words",
    "sum_words": "money_words",
    "uppercase": "upper",
    "lowercase": "lower",
    "format_date": "format",
    "date_format": "format",
    "падеж": "case",
    "прописью": "number_to_words",
    "сумма_прописью": "money_words",
}
_USUAL = (
    "money, money_words, number_to_words, format, date_long, date_diff, case, default, upper, lower, round"
)
_OF_DATES = frozenset({"date", "date_long", "date_diff"})
_OF_NUMBERS = frozenset(
    {
        *("money", "money_words", "number_to_words", "amount", "percent", "plural"),
        *("price", "quantity", "round", "round_money", "abs"),
    }
)
_ARGUMENTS: Mapping[str, tuple[int, int, str]] = {
    "format": (1, 1, '| format: "dd.MM.yyyy"'),
    "date_diff": (1, 1, "| date_diff: CURRENT.DATE"),
    "case": (1, 1, '| case: "родительный"'),
    "default": (1, 1, '| default: "не указано"'),
    "plural": (2, 3, '| plural: "день", "дня", "дней"'),
    "by_gender": (2, 2, '| by_gender: "действующий", "действующая"'),
    "round": (0, 1, "| round: 2"),
    "money": (0, 1, "| money"),
    "money_words": (0, 1, "| money_words"),
    "join": (0, 2, '| join: ", "'),
    **{
        name: (0, 0, f"| {name}")
        for name in (
            *("number_to_words", "upper", "lower", "date", "date_long", "initials", "quantity", "percent"),
            *("vat_rate", "amount", "price", "sentence", "lower_first", "inner_quotes", "trim", "capitalize"),
            *("length", "first", "last", "abs", "round_money"),
        )
    },
}


def allowed() -> frozenset[str]:
    """Give every filter that a word tag may use."""
    from templates.filters import FILTERS_ALLOWED

    return frozenset(FILTERS_ALLOWED) - _INNER


def filter_name(name: str) -> str:
    """Give the filter of that name. Raises BadExpression with a guess."""
    known = allowed()
    name = _OTHERS.get(name, name)
    if name in known:
        return name
    meant = get_close_matches(name, sorted(known | _OTHERS.keys()), 1, 0.6)
    hint = (
        Phrase("Может быть, «%(meant)s»?", meant=_OTHERS.get(meant[0], meant[0]))
        if meant
        else Phrase("Бывают: %(usual)s и другие.", usual=_USUAL)
    )
    raise BadExpression(Phrase("нет фильтра «%(name)s»", name=name), hint, code="unknown-filter")


def check_filter(name: str, arguments: tuple[tree.Node, ...]) -> tuple[tree.Node, ...]:
    """Give the arguments as the filter wants them. Raises BadExpression, showing how it is written."""
    least, most, shown = _ARGUMENTS.get(name, (0, 9, ""))
    if not least <= len(arguments) <= most:
        wanted = str(least) if least == most else Phrase("от %(least)s до %(most)s", least=least, most=most)
        raise BadExpression(
            Phrase(
                "фильтру «%(name)s» после двоеточия нужно значений: %(wanted)s, а дано %(given)s",
                name=name,
                wanted=wanted,
                given=len(arguments),
            ),
            Phrase("Пишут так: %(shown)s.", shown=shown),
            code="bad-arguments",
        )
    first = arguments[0] if arguments else None
    if isinstance(first, tree.Name) and (said := _unquoted(name, first)):
        raise BadExpression(
            Phrase("текст «%(said)s» стоит без кавычек", said=said),
            Phrase("Пишут так: %(shown)s.", shown=shown),
            code="bad-arguments",
        )
    if not isinstance(first, tree.Text):
        return arguments
    if name == "case":
        return (tree.Text(_case(first.value)),)
    return (tree.Text(number_pattern(date_pattern(first.value))),) if name == "format" else arguments


def check_kind(name: str, kind: Kind | None, arguments: tuple[tree.Node, ...]) -> None:
    """Refuse a filter of numbers on a date, and of dates on a number. Raises BadExpression."""
    pattern = arguments[0].value if arguments and isinstance(arguments[0], tree.Text) else ""
    dated = name in _OF_DATES or (name == "format" and is_for_dates(pattern))
    counted = name in _OF_NUMBERS or (name == "format" and re.search("[0#]", pattern) is not None)
    if kind in NUMBERS and dated:
        raise BadExpression(
            Phrase("фильтр «%(name)s» здесь для даты, а поле — число", name=name), "Например: | money."
        )
    if kind is Kind.DATE and counted:
        raise BadExpression(
            Phrase("фильтр «%(name)s» здесь для числа, а поле — дата", name=name),
            'Например: | format: "dd.MM.yyyy".',
        )


def _unquoted(name: str, given: tree.Name) -> str:
    """Give the text that was meant where a pattern or a case stands without quotation marks."""
    if name not in {"format", "case"} or given.parts[0].lower() in (*ROOTS, ITEM):
        return ""
    return ".".join(given.parts)


def _case(given: str) -> str:
    from templates.cases import Case

    wanted = given.strip().lower().removesuffix(" падеж")
    if wanted in set(Case):
        return wanted
    meant = get_close_matches(wanted, list(Case), 1, 0.4)
    hint = (
        Phrase("Может быть, «%(meant)s»?", meant=meant[0])
        if meant
        else Phrase("Бывают: %(cases)s.", cases=", ".join(Case))
    )
    raise BadExpression(Phrase("нет падежа «%(given)s»", given=given), hint, code="bad-arguments")
