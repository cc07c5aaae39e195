"""Lines of a deal that are no longer as the document has them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from docsvc.errors.phrase import Phrase, listed
from docsvc.queries.drift_words import LINES, Difference
from templates.money import format_money

Line = tuple[str, str]
_ABSENT = "нет"


def line_differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    """Give every line that was changed, taken away or added; their order does not matter."""
    old, new = _lines(before), _lines(now)
    gone, come = list((old - new).elements()), list((new - old).elements())
    for name, words in gone:
        other = next((line for line in come if line[0] == name), None)
        if other is not None:
            come.remove(other)
        yield Difference(LINES, Phrase("Позиция: %(name)s", name=name), words, other[1] if other else _ABSENT)
    for name, words in come:
        yield Difference(LINES, Phrase("Позиция: %(name)s", name=name), _ABSENT, words)


def _lines(facts: Mapping[str, Any]) -> Counter[Line]:
    deal = facts["deal"]
    return Counter(
        (str(line.get("name") or ""), _words(line, str(deal["currency"]))) for line in deal["products"]
    )


def _words(line: Mapping[str, Any], currency: str) -> str:
    """Tell a line in full: whatever is compared of it is read."""
    count = f"{_figure(line.get('quantity'))} {line.get('unit') or ''}".strip()
    said = [Phrase("%(count)s × %(price)s", count=count, price=_money(line.get("price"), currency))]
    if _figure(line.get("discount")) not in {"", "0"}:
        said.append(Phrase("скидка %(figure)s %%", figure=_figure(line["discount"])))
    rate = line.get("vat_rate")
    said.append(Phrase("без НДС") if rate is None else Phrase("НДС %(rate)s %%", rate=_figure(rate)))
    return listed([*said, *([Phrase("по желанию")] if line.get("optional") else ())], ", ")


def _figure(value: object) -> str:
    return "" if value in (None, "") else f"{Decimal(str(value)).normalize():f}".replace(".", ",")


def _money(value: object, currency: str) -> str:
    return "" if value in (None, "") else format_money(Decimal(str(value)), currency)
