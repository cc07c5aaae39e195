"""Documents made up around the thresholds of conditions: at each, below, between and beyond."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, pairwise
from math import gcd, prod
from typing import Any

from docsvc.model.documents import Kind as DocumentKind
from templates.language.names import kinds
from templates.shape import NUMBERS, Kind
from templates.thresholds import thresholds

MOST_ANSWERS, FEWEST = 20_000, 200
"""Conditions that are answered in all, and documents that are made up even so.

Where there were more to tell apart, those that are made up are spread evenly over them.
"""

_GOLDEN = 0.618034
_STEP = Decimal("0.01")
_HUNDRED = Decimal(100)
_OTHER = "другое"


@dataclass(frozen=True, slots=True)
class Samples:
    """Facts around the thresholds of some conditions.

    `whole` says that they stand for every document: what none of them shows, no document does.
    """

    facts: tuple[dict[str, Any], ...]
    whole: bool


def samples(conditions: Iterable[str], *, document_kinds: Iterable[DocumentKind], currency: str) -> Samples:
    """Make a document for every combination of values that the conditions can tell apart.

    Raises BadTemplate where a condition cannot be read.
    """
    looked = [thresholds(each) for each in dict.fromkeys(conditions)]
    fields: dict[str, set[Any]] = {}
    for each in looked:
        for path, values in each.values:
            fields.setdefault(path, set()).update(values)
        for path in each.flags:
            fields.setdefault(path, set()).update((True, False))
    plain = {path: values for path, values in fields.items() if _is_field(path, fields)}
    choices = {path: tuple(_around(path, values)) for path, values in plain.items()}
    choices["document.kind"] = tuple(kind.value for kind in document_kinds)
    made = tuple(_combined(choices, currency, most=max(FEWEST, MOST_ANSWERS // max(1, len(looked)))))
    every = len(made) == prod(len(values) for values in choices.values())
    whole = every and len(plain) == len(fields) and all(each.simple for each in looked)
    return Samples(made, whole=whole)


def told(facts: Mapping[str, Any], conditions: Iterable[str]) -> str:
    """Name the values of a made up document that conditions look at: «deal.discount = 15»."""
    paths: dict[str, None] = {}
    for each in map(thresholds, conditions):
        paths |= dict.fromkeys([path for path, _ in each.values] + list(each.flags))
    return ", ".join(f"{path} = {_word(_value(facts, path))}" for path in paths)


def _is_field(path: str, paths: Iterable[str]) -> bool:
    """Tell whether a path ends at a value: neither a whole section, nor what another path goes on from."""
    return "." in path and not any(other.startswith(f"{path}.") for other in paths)


def _around(path: str, values: set[Any]) -> Iterator[Any]:
    numbers = sorted({Decimal(each) for each in values if _is_number(each)})
    if numbers and (kinds().get(path) in NUMBERS or not any(isinstance(each, str) for each in values)):
        yield from _numbers(path, numbers)
        return
    yield from dict.fromkeys(values)
    if not values <= {True, False, None}:
        yield _OTHER


def _numbers(path: str, numbers: list[Decimal]) -> Iterator[Any]:
    """Give every threshold, a point in each gap and beyond either end, within what the field can hold."""
    low = Decimal(0) if kinds().get(path) in NUMBERS else None
    high = _HUNDRED if kinds().get(path) in {Kind.PERCENT, Kind.RATE} else None
    points = {numbers[0] - _STEP, numbers[-1] + _STEP, *numbers}
    points |= {(one + other) / 2 for one, other in pairwise(numbers)}
    points |= {each for each in (low, high) if each is not None}
    for each in sorted(points):
        if (low is None or each >= low) and (high is None or each <= high):
            yield each if low is None else f"{each:f}"  # what the CRM adds of its own is no text


def _combined(
    choices: Mapping[str, tuple[Any, ...]], currency: str, *, most: int
) -> Iterator[dict[str, Any]]:
    total = prod(len(values) for values in choices.values())
    stride = 1 if total <= most else _coprime(total)
    for number in range(min(total, most)):
        facts: dict[str, Any] = {"deal": {"currency": currency}, "document": {}}
        rest = number * stride % total
        for path, values in choices.items():
            rest, which = divmod(rest, len(values))
            _put(facts, path, values[which])
        facts["deal"].setdefault("amount", "1")
        yield facts


def _coprime(total: int) -> int:
    """Return a step that meets every number below `total` before it meets one again."""
    return next(step for step in count(int(total * _GOLDEN)) if gcd(step, total) == 1)


def _put(facts: dict[str, Any], path: str, value: Any) -> None:
    *sections, last = path.split(".")
    tree = facts
    for name in sections:
        tree = tree.setdefault(name, {})
    tree[last] = value


def _value(facts: Mapping[str, Any], path: str) -> Any:
    value: Any = facts
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _word(value: object) -> str:
    return {True: "да", False: "нет"}.get(value, str(value)) if isinstance(value, bool) else str(value)
