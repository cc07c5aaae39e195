"""What the facts of one document answer to the conditions of a route."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from docsvc.errors import RouteUnclear, RuleUnclear
from docsvc.errors.phrase import phrase_of
from docsvc.model.rates import Rates
from docsvc.model.route_input import RouteInput, StageInput
from templates.condition import decide, fields_of, look_up, spell
from templates.errors import BadTemplate, Undecided
from templates.language.names import kinds
from templates.shape import Kind

_MONEY = frozenset({Kind.MONEY, Kind.PRICE})
_DECIMALS = 4
"""Of a sum in another currency that people are shown."""


@dataclass(slots=True)
class Answers:
    """One document before one route; `rates` gathers the exchange rates that were needed."""

    route: RouteInput
    facts: Mapping[str, Any]
    known: Rates
    rates: dict[str, dict[str, str]] = field(default_factory=dict)

    def rule(self) -> bool:
        """Tell whether the route applies; raise `RuleUnclear` or `UnknownRate`."""
        if not self.is_of_kind():
            return False
        try:
            return decide(self.route.when, self._seen(self.route.when))
        except Undecided as error:
            raise RuleUnclear(
                route=self.route.title, condition=self.route.when, reason=phrase_of(str(error))
            ) from error

    def is_of_kind(self) -> bool:
        """Tell whether the route is for documents of this kind at all."""
        return not self.route.kinds or self.facts["document"]["kind"] in self.route.kinds

    def holds(self, stage: StageInput, condition: str) -> bool:
        """Tell whether a condition at a stage is true; raise `RouteUnclear` or `UnknownRate`."""
        try:
            return decide(condition, self._seen(condition))
        except Undecided as error:
            raise self._unclear(stage, condition, error) from error

    def text(self, stage: StageInput, expression: str) -> str:
        """Return what an expression at a stage makes; raise `RouteUnclear` or `UnknownRate`."""
        try:
            return spell(expression, self._seen(expression))
        except Undecided as error:
            raise self._unclear(stage, expression, error) from error

    def because(self, condition: str) -> str:
        """Return a condition with what it saw: «deal.discount > 15 (deal.discount = 22)»."""
        if not condition.strip():
            return ""
        facts = self._seen(condition)
        values = {path: look_up(facts, path) for path in fields_of(condition)}
        if facts is not self.facts:
            values = {path: _short(path, value) for path, value in values.items()}
        seen = ", ".join(f"{path} = {_shown(value)}" for path, value in values.items())
        return f"{condition} ({seen})" if seen else condition

    def _unclear(self, stage: StageInput, condition: str, error: Undecided) -> RouteUnclear:
        return RouteUnclear(
            route=self.route.title, stage=stage.name, condition=condition, reason=phrase_of(str(error))
        )

    def _seen(self, expression: str) -> Mapping[str, Any]:
        """Return the facts that an expression sees: where it asks for money, in the route's currency."""
        currency = self.facts["deal"]["currency"]
        if currency == self.route.currency or not asks_for_money(expression):
            return self.facts
        factor = self.known.factor(currency, into=self.route.currency)
        self.rates |= self.known.used(currency, self.route.currency)
        seen: Mapping[str, Any] = _converted(self.facts, "", factor)
        return seen


def asks_for_money(expression: str) -> bool:
    """Tell whether an expression compares sums, so that it matters in what currency they are."""
    if not expression.strip():
        return False
    try:
        asked = fields_of(expression)
    except BadTemplate:
        return False  # whoever answers it will say what is wrong
    return any(kinds().get(path) in _MONEY | {Kind.LIST} for path in asked)


def _converted(value: Any, path: str, factor: tuple[Decimal, Decimal]) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _converted(each, f"{path}.{name}".removeprefix("."), factor) for name, each in value.items()
        }
    if isinstance(value, list):
        return [_converted(each, f"{path}[]", factor) for each in value]
    if isinstance(value, str) and value and kinds().get(path) in _MONEY:
        times, by = factor
        return f"{Decimal(value) * times / by:f}"
    return value


def _short(path: str, value: object) -> object:
    """Return a converted sum without its endless decimals; what is compared is exact."""
    if kinds().get(path) not in _MONEY or len(str(value).partition(".")[2]) <= _DECIMALS:
        return value
    return f"{round(Decimal(str(value)), _DECIMALS).normalize():f}"


def _shown(value: object) -> str:
    match value:
        case None | "":
            return "—"
        case True:
            return "да"
        case False:
            return "нет"
        case _:
            return str(value)
