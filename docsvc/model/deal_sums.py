"""What a deal comes to with the lines that a manager added."""

from collections.abc import Iterable
from decimal import Decimal

from docsvc.model.content import OwnLine
from docsvc.model.deals import SCALE, Deal, DealLine
from templates.money import Prices, Sums, deal_sums, line_sums


def sums_of(deal: Deal) -> Sums:
    """Return the sums over the CRM's lines and those own lines that count."""
    counted: Iterable[DealLine | OwnLine] = (*deal.lines, *(line for line in deal.own_lines if line.counts))
    return deal_sums(_sums(line, Prices(deal.prices)) for line in counted)


def line_total(line: DealLine | OwnLine, prices: Prices) -> Decimal:
    """Return a line's sum, with VAT or without as its price is."""
    sums = _sums(line, prices)
    return sums.net if prices is Prices.NET else sums.gross


def _sums(line: DealLine | OwnLine, prices: Prices) -> Sums:
    return line_sums(
        Decimal(line.quantity_scaled) / SCALE,
        Decimal(line.price_scaled) / SCALE,
        rate=None if line.vat_scaled is None else Decimal(line.vat_scaled) / SCALE,
        prices=prices,
        discount=Decimal(line.discount_scaled) / SCALE,
    )
