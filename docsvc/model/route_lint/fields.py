"""Whether the conditions of a route can be answered: they can be read, know their fields, and have a rate."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from enum import StrEnum

from docsvc.errors.phrase import Phrase
from docsvc.model.documents import Kind
from docsvc.model.rates import HOME, Rates
from docsvc.model.route_answers import asks_for_money
from docsvc.model.route_input import RouteInput
from docsvc.model.route_lint.finding import RouteFinding, conditions, error, warning
from templates.condition import check_condition, decide, looks_at_data
from templates.errors import BadCondition, BadTemplate, Undecided
from templates.findings import DECLARE
from templates.thresholds import thresholds
from templates.words import CURRENCIES

OWN_FIELD = "Проверьте имя. Своё поле сделки становится известно, когда CRM его прислала."
_LOOK = "Условие смотрит на данные: deal.discount > 15."
_CHOICES = {"document.kind": tuple(kind.value for kind in Kind), "deal.currency": tuple(CURRENCIES)}


def unreadable(route: RouteInput, known: Collection[str]) -> Iterator[RouteFinding]:
    """Find conditions that cannot be read or ask for a field that nobody knows."""
    for place, text in conditions(route):
        try:
            check_condition(text, known=known)
        except BadTemplate as refused:
            yield error(place, *_told(refused))
        else:
            yield from _impossible(place, text)
            yield from _constant(place, text)


def _told(refused: BadTemplate) -> tuple[str, str]:
    """Return what is wrong and what to do; a field of templates' own is declared elsewhere than a route's."""
    if not isinstance(refused, BadCondition):
        return str(refused), ""
    return refused.message, OWN_FIELD if refused.hint == DECLARE else refused.hint


def without_rate(route: RouteInput, rates: Rates | None) -> Iterator[RouteFinding]:
    """Find thresholds in a currency that is unknown, or has no rate on record (`rates` None: not asked)."""
    if route.currency not in CURRENCIES:
        yield error(
            "currency",
            Phrase("валюта «%(currency)s» неизвестна", currency=route.currency),
            Phrase("Можно: %(currencies)s.", currencies=", ".join(CURRENCIES)),
        )
        return
    asks = [place for place, text in conditions(route) if asks_for_money(text)]
    if asks and rates is not None and route.currency != HOME and route.currency not in rates.known:
        message = Phrase(
            "пороги в %(currency)s, а курса %(currency)s нет: документ в рублях не сравнить",
            currency=route.currency,
        )
        yield error(asks[0], message, "Задайте курс: Настройки → Маршруты согласования → Курсы валют.")


def _impossible(place: str, text: str) -> Iterator[RouteFinding]:
    """Find constants that a field with a fixed choice can never be."""
    for path, values in thresholds(text).values:
        choices = _CHOICES.get(path, ())
        for value in values:
            if choices and value not in choices:
                close = get_close_matches(str(value), choices, 1)
                hint = (
                    Phrase("Может быть, «%(name)s»?", name=close[0])
                    if close
                    else Phrase("Можно: %(choices)s.", choices=", ".join(choices))
                )
                yield error(
                    place, Phrase("%(path)s не бывает «%(value)s»", path=path, value=_plain(value)), hint
                )


def _constant(place: str, text: str) -> Iterator[RouteFinding]:
    """Find a condition that looks at no field: it is the same for every document."""
    if not place.endswith("when") or looks_at_data(text):
        return
    try:
        holds = decide(text, {})
    except Undecided:
        yield error(place, "условие нельзя вычислить ни для какого документа", _LOOK)
        return
    always = "условие выполнено для любого документа" if holds else "условие не выполнится никогда"
    yield warning(place, always, _LOOK)


def _plain(value: object) -> str:
    return value.value if isinstance(value, StrEnum) else str(value)
