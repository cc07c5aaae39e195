"""Totals of the lines of a deal: computed where absent, compared where given."""

from datetime import date
from decimal import Decimal
from typing import Any

from templates.money import Prices, Sums, deal_sums, format_money, line_sums
from templates.read import Reader, canonical
from templates.shape import Kind
from templates.vat import known_rate, standard_rate


def complete_lines(deal: dict[str, Any], reader: Reader) -> None:
    """Fill in `total` and `vat` of each line and the sums of the deal, in place.

    `total` follows the deal's `prices`. A line without a price keeps None, and so do the sums: `missing`
    names the line. A given figure that differs from the computed one is a problem that tells both.
    """
    prices = Prices(deal["prices"])
    on = date.fromisoformat(deal["date"])
    lines = [
        _line(line, reader, path=f"deal.products[{n}]", prices=prices, on=on)
        for n, line in enumerate(deal["products"])
    ]
    known = [line for line in lines if line is not None]
    if not lines or len(known) < len(lines):
        return
    sums = deal_sums(known)
    given = {"amount": sums.gross, "total_amount": sums.net, "vat": sums.vat, "amount_with_vat": sums.gross}
    for name, value in given.items():
        _agree(deal, name, value, path=f"deal.{name}", reader=reader)


def _line(line: dict[str, Any], reader: Reader, *, path: str, prices: Prices, on: date) -> Sums | None:
    if not line["_rate_given"]:
        line["vat_rate"] = canonical(standard_rate(on), Kind.RATE)
    rate = None if line["vat_rate"] is None else Decimal(line["vat_rate"])
    if rate is not None and not known_rate(rate):
        reader.refuse(f"{path}.vat_rate", f"нет такой ставки НДС: {rate} %")
        return None
    line["discount"] = line["discount"] or "0"
    if line["price"] is None or line["quantity"] is None:
        return None
    if not Decimal(line["quantity"]):
        reader.refuse(f"{path}.quantity", "должно быть больше нуля")
        return None
    sums = line_sums(
        Decimal(line["quantity"]),
        Decimal(line["price"]),
        rate=rate,
        prices=prices,
        discount=Decimal(line["discount"]),
    )
    total = sums.net if prices is Prices.NET else sums.gross
    _agree(line, "total", total, path=f"{path}.total", reader=reader)
    _agree(line, "vat", sums.vat, path=f"{path}.vat", reader=reader)
    return sums


def _agree(record: dict[str, Any], name: str, value: Decimal, *, path: str, reader: Reader) -> None:
    given = record[name]
    if given is not None and Decimal(given) != value:
        ours, theirs = format_money(value, None), format_money(Decimal(given), None)
        reader.refuse(path, f"указано {theirs}, а по строкам выходит {ours}")
    record[name] = canonical(value, Kind.MONEY)
