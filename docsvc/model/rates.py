"""Exchange rates that an administrator has recorded: what thresholds in another currency are compared by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator, ConfigDict, Field

from docsvc.errors import UnknownRate
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import Day, Price, refusal

RATES = "rates"
"""The setting that keeps them: {"USD": {"rate": "92.50", "date": "2026-11-20"}}."""

HOME = "RUB"


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency costs, in roubles, on a day."""

    roubles: Decimal
    on: date

    @property
    def plain(self) -> dict[str, str]:
        """Return the rate as the setting and an approval keep it."""
        return {"rate": f"{self.roubles:f}", "date": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class Rates:
    """The recorded rates by currency; the rouble needs none."""

    known: Mapping[str, Rate]

    @classmethod
    def read(cls, setting: Mapping[str, Any]) -> Self:
        """Read the value of the setting."""
        return cls(
            {
                code: Rate(Decimal(each["rate"]), date.fromisoformat(each["date"]))
                for code, each in setting.items()
            }
        )

    @property
    def plain(self) -> dict[str, dict[str, str]]:
        """Return the value of the setting."""
        return {code: rate.plain for code, rate in sorted(self.known.items())}

    def factor(self, currency: str, *, into: str) -> tuple[Decimal, Decimal]:
        """Return by what amounts are multiplied and then divided, across the rouble; raise `UnknownRate`.

        In this order 9 250 roubles at 92.50 are 100 dollars, and not a hair less: a threshold is exact.
        """
        if currency == into:
            return Decimal(1), Decimal(1)
        return self._roubles(currency, currency, into), self._roubles(into, currency, into)

    def used(self, currency: str, into: str) -> dict[str, dict[str, str]]:
        """Return the rates that `factor` goes by, as an approval keeps them."""
        if currency == into:
            return {}
        return {code: self.known[code].plain for code in (currency, into) if code != HOME}

    def _roubles(self, wanted: str, currency: str, into: str) -> Decimal:
        if wanted == HOME:
            return Decimal(1)
        if wanted not in self.known:
            raise UnknownRate(wanted=into, currency=currency, missing=wanted)
        return self.known[wanted].roubles


def _positive(figure: Decimal) -> Decimal:
    if not figure:
        raise refusal("— нужно число больше нуля")
    return figure


class RateInput(Strict):
    """One rate as a person or a program gives it."""

    model_config = ConfigDict(title="Курс")

    rate: Annotated[Price, AfterValidator(_positive)] = Field(title="рублей за единицу")
    date: Day = Field(title="дата курса")


NO_RATES = Rates({})
