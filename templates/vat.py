"""VAT rates of the Russian Federation by date."""

from datetime import date
from decimal import Decimal

from templates.phrase import Phrase
from templates.text import NBSP

WITHOUT_VAT = "Без НДС"
_RISE = date(2026, 1, 1)  # 425-ФЗ of 28.11.2025: 20 % becomes 22 %
_SIMPLIFIED = date(2025, 1, 1)  # 176-ФЗ of 12.07.2024: 5 % and 7 % for payers of УСН
_KNOWN = tuple(Decimal(rate) for rate in (22, 20, 10, 7, 5, 0))


def standard_rate(on: date) -> Decimal:
    """Give the standard rate in percent for a shipment or act of that date."""
    return Decimal(22) if on >= _RISE else Decimal(20)


def known_rate(rate: Decimal) -> bool:
    """Tell whether such a rate has ever been in force since 2019."""
    return rate in _KNOWN


def unusual_rate(rate: Decimal | None, *, on: date) -> str | None:
    """Say why a rate looks wrong on that date, None where it does not.

    A reason to warn and not to refuse: a correction or a late act may rightly carry an old rate.
    """
    if rate in {Decimal(20), Decimal(22)} and rate != standard_rate(on):
        return Phrase(
            "на %(on)s основная ставка НДС %(standard)s %%, а не %(rate)s %%",
            on=f"{on:%d.%m.%Y}",
            standard=standard_rate(on),
            rate=rate,
        )
    if rate in {Decimal(5), Decimal(7)} and on < _SIMPLIFIED:
        return Phrase(
            "ставка НДС %(rate)s %% действует с %(since)s",
            rate=rate,
            since=f"{_SIMPLIFIED:%d.%m.%Y}",
        )
    return None


def rate_text(rate: Decimal | None) -> str:
    """Write a rate: «22 %» or «Без НДС»."""
    return WITHOUT_VAT if rate is None else f"{rate.normalize():f}{NBSP}%"
