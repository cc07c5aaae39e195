"""Which facts a text that was changed by hand no longer says: sums, parties, numbers, dates, signatories."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from templates.compare.rows import Row, Sign, side_by_side
from templates.dates import date_long, date_short
from templates.money import format_number

LABELS: Mapping[str, str] = {
    "document.number": "Номер документа",
    "document.date": "Дата документа",
    "document.valid_until": "Срок действия",
    "basis.number": "Номер основания",
    "basis.date": "Дата основания",
    "document.amount": "Сумма документа",
    "deal.amount": "Сумма",
    "deal.total_amount": "Сумма без НДС",
    "deal.vat": "НДС",
    "deal.deadline": "Срок исполнения",
    "company.name": "Клиент",
    "company.full_name": "Полное название клиента",
    "company.inn": "ИНН клиента",
    "company.kpp": "КПП клиента",
    "company.account": "Расчётный счёт клиента",
    "contact.name": "Кто подписывает от клиента",
    "contact.name_genitive": "Кто подписывает от клиента (в родительном падеже)",
    "contact.position": "Должность подписанта клиента",
    "seller.name": "Наша компания",
    "seller.full_name": "Полное название нашей компании",
    "seller.inn": "Наш ИНН",
    "seller.kpp": "Наш КПП",
    "seller.account": "Наш расчётный счёт",
    "seller.bik": "БИК нашего банка",
    "seller.signatory_name": "Кто подписывает от нас",
    "seller.signatory_name_genitive": "Кто подписывает от нас (в родительном падеже)",
    "seller.signatory_position": "Должность нашего подписанта",
}
"""Facts that decide on money, parties and time, in the order in which people are asked about them."""

MOST_PLACES = 5
_SUMS = frozenset({"document.amount", "deal.amount", "deal.total_amount", "deal.vat"})
_DATES = frozenset({"document.date", "document.valid_until", "basis.date", "deal.deadline"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that the old text says more often than the new one.

    `value` is as the facts have it, `shown` as people write it; `places` holds each paragraph in which it
    went missing; `remains` counts where the new text says it still, in figures or in words.
    """

    path: str
    label: str
    value: str
    shown: str
    places: tuple[Row, ...]
    remains: int


def doubts(facts: Mapping[str, Any], old: Sequence[str], new: Sequence[str]) -> tuple[Doubt, ...]:
    """Name every fact that was printed in `old` and is in `new` less often; both are paragraphs of text."""
    rows = side_by_side(old, new)
    before, after = _plain("\n".join(old)), _plain("\n".join(new))
    changed = tuple(row for row in rows if row.sign is not Sign.SAME)
    found: list[Doubt] = []
    said: set[str] = set()
    for path, label in LABELS.items():
        value = _value(facts, path)
        spellings = [each for each in _spellings(path, value) if each not in said]
        said.update(spellings)
        lost = [each for each in spellings if _count(each, before) > _count(each, after)]
        if lost:
            remains = sum(_count(each, after) for each in spellings)
            found.append(Doubt(path, label, value, _shown(path, value), _places(changed, lost), remains))
    return tuple(found)


def _shown(path: str, value: str) -> str:
    if path in _SUMS:
        return format_number(Decimal(value), least=2, most=2)
    return date_short(date.fromisoformat(value)) if path in _DATES else value


def _value(facts: Mapping[str, Any], path: str) -> str:
    section, _, name = path.partition(".")
    tree = facts.get(section)
    value = tree.get(name) if isinstance(tree, Mapping) else None
    return "" if value is None else str(value).strip()


def _spellings(path: str, value: str) -> Iterator[str]:
    """Give the ways in which templates print a value, made plain."""
    if not value:
        return
    if path in _SUMS:
        yield from _sums(value)
    elif path in _DATES:
        yield from _dates(value)
    else:
        yield _plain(value)


def _sums(value: str) -> Iterator[str]:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return
    if not amount:
        return
    with_kopecks = _plain(format_number(amount, least=2, most=2))
    yield with_kopecks
    if amount == amount.to_integral_value():
        yield with_kopecks.partition(",")[0]
    yield from _in_words(int(amount))


def _in_words(whole: int) -> Iterator[str]:
    from templates.words import cardinal

    words = _plain(cardinal(whole))
    if " " in words:  # a single word, «сто», says too little
        yield words


def _dates(value: str) -> Iterator[str]:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return
    yield _plain(date_short(day))
    yield _plain(date_long(day)).removesuffix(" г.")


def _plain(text: str) -> str:
    """Make text comparable: spaces and quotation marks of one kind, no case, figures without their spaces."""
    folded = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()
    folded = re.sub('[«»„“”"]', '"', folded)
    folded = re.sub(r"[ \t\u00a0]+", " ", folded)
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", folded)


@lru_cache(maxsize=1024)
def _pattern(spelling: str) -> re.Pattern[str]:
    """Match a value that stands alone: «100» is neither in «2100» nor in «100,50»."""
    return re.compile(rf"(?<![\w])(?<!\d[.,]){re.escape(spelling)}(?!\w)(?![.,]\d)")


def _count(spelling: str, text: str) -> int:
    return len(_pattern(spelling).findall(text))


def _places(changed: Sequence[Row], lost: Sequence[str]) -> tuple[Row, ...]:
    found = [
        row
        for row in changed
        if any(_count(each, _plain(row.old_text)) > _count(each, _plain(row.new_text)) for each in lost)
    ]
    return tuple(found[:MOST_PLACES])


def says(path: str, value: str, paragraphs: Sequence[str]) -> bool:
    """Tell whether a text says this value of a fact, in one of the ways in which it is printed."""
    text = _plain("\n".join(paragraphs))
    return any(_count(spelling, text) for spelling in _spellings(path, value))


def guesses(doubt: Doubt, rows: Sequence[Row]) -> str:
    """Guess what stands where the fact stood: the words that were put in its place, if it is clear which."""
    lost = tuple(_spellings(doubt.path, doubt.value))
    found = [
        came.text.strip()
        for row in rows
        for went, came in zip(row.pieces, row.pieces[1:], strict=False)
        if (went.sign, came.sign) == (Sign.REMOVED, Sign.ADDED) and _plain(went.text.strip()) in lost
    ]
    return found[0] if len(set(found)) == 1 else ""
