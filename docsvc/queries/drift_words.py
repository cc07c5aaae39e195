"""A difference between a document and its data, as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from docsvc.errors.phrase import Phrase
from templates.labels import label_of
from templates.money import format_money

MOST_LINES = 8
"""Changed lines of a deal that are told one by one."""

LINES = "deal.products"
_MONEY = frozenset({"document.amount", "deal.amount", "deal.vat"})
_OWN_LABELS = {
    "seller.authority_until": "Полномочия нашего подписанта",
    "contact.authority_until": "Полномочия подписанта клиента",
    "template": "Шаблон",
}
_NOTHING = "не указано"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the document says; `path` is of the Facts, the rest is for people."""

    path: str
    label: str
    before: str
    now: str


def difference(path: str, before: str, now: str, *, currency: str = "RUB") -> Difference:
    """Return a difference with its values in words; an empty value is told as such."""
    label = _OWN_LABELS.get(path) or label_of(path)
    return Difference(path, label, _word(path, before, currency), _word(path, now, currency))


def same_value(one: str, other: str) -> bool:
    """Tell whether two values are the same: figures as figures, texts whatever the spaces between words."""
    if one == other:
        return True
    try:
        return Decimal(one) == Decimal(other) and "." in one + other
    except InvalidOperation:
        return one.split() == other.split()


def in_words(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return the differences with changed lines told together where there are many."""
    lines = [each for each in found if each.path == LINES]
    if len(lines) <= MOST_LINES:
        return tuple(found)
    rest = [each for each in found if each.path != LINES]
    told = ", ".join(each.label.partition(": ")[2] for each in lines[:MOST_LINES])
    together = Difference(
        LINES,
        "Позиции",
        "как в документе",
        Phrase("изменились %(count)s: %(told)s…", count=len(lines), told=told),
    )
    return (*rest, together)


def _word(path: str, value: str, currency: str) -> str:
    if not value:
        return _NOTHING
    try:
        if path in _MONEY:
            return format_money(Decimal(value), currency)
        if path == "deal.deadline":
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        if path == "deal.discount":
            return f"{Decimal(value).normalize():f}".replace(".", ",")
    except (ValueError, InvalidOperation):
        return value
    return value
