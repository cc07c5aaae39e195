"""Totals of the lines of a deal: computed where absent, compared where given."""

from datetime import date
from decimal import Decimal
from typing import Any

from templates.money import Prices, Sums, deal_sums, format_money, line_sums
from templates.phrase import Phrase
from templates.read import Reader, canonical
from templates.shape import Kind
from templates.vat import known_rate, standard_rate


def complete_lines(deal: dict[str, Any], reader: Reader) -> None:
    """Fill in `total` and `vat` of each line and the sums of the deal, in place.

    `total` follows the deal's `prices`. A line without a price keeps None, and so do the sums: `missing`
    names the line. A given figure that differs from the computed one is a problem that tells both.
    A line marked `optional` is offered and not ordered: it has its own total and counts into no sum.
    """
    prices = Prices(deal["prices"])
    rate = _usual_rate(deal)
    lines = [
        _line(line, reader, path=f"deal.products[{n}]", prices=prices, usual=rate)
        for n, line in enumerate(deal["products"])
    ]
    ordered = [sums for sums, line in zip(lines, deal["products"], strict=True) if not line.get("optional")]
    known = [sums for sums in ordered if sums is not None]
    if not lines or len(known) < len(ordered):
        return
    sums = deal_sums(known)
    given = {"amount": sums.gross, "total_amount": sums.net, "vat": sums.vat, "amount_with_vat": sums.gross}
    for name, value in given.items():
        _agree(deal, name, value, path=f"deal.{name}", reader=reader)


def complete_amount(deal: dict[str, Any]) -> None:
    """Fill in the sums of a deal without lines from those that are given and the rate of VAT, in place."""
    if deal["products"]:
        return
    rate = _usual_rate(deal)
    gross = deal["amount_with_vat"] or (deal["amount"] if deal["prices"] == Prices.GROSS else None)
    net = deal["total_amount"] or (deal["amount"] if deal["prices"] == Prices.NET else None)
    if gross is None and net is None:
        return
    deal["vat_rate"] = rate
    by_gross = gross is not None
    sums = line_sums(
        Decimal(1),
        Decimal((gross if by_gross else net) or 0),
        rate=None if rate is None else Decimal(rate),
        prices=Prices.GROSS if by_gross else Prices.NET,
    )
    found = {"vat": sums.vat, "total_amount": sums.net, "amount_with_vat": sums.gross}
    if deal["vat"] and by_gross:
        found["total_amount"] = sums.gross - Decimal(deal["vat"])
    for name, value in ({"amount": sums.gross} | found).items():
        deal[name] = deal[name] or canonical(value, Kind.MONEY)


def _usual_rate(deal: dict[str, Any]) -> str | None:
    """Give the deal's own rate of VAT, else the standard one of its date."""
    if "vat_rate" in deal:
        given: str | None = deal["vat_rate"]
        return given
    return canonical(standard_rate(date.fromisoformat(deal["date"])), Kind.RATE)


def _line(
    line: dict[str, Any], reader: Reader, *, path: str, prices: Prices, usual: str | None
) -> Sums | None:
    if not line["_rate_given"]:
        line["vat_rate"] = usual
    rate = None if line["vat_rate"] is None else Decimal(line["vat_rate"])
    if rate is not None and not known_rate(rate):
        reader.refuse(f"{path}.vat_rate", Phrase("нет такой ставки НДС: %(rate)s %%", rate=rate))
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
    if Decimal(line["total"]) != total:  # the given total stands, and the sums follow it
        sums = line_sums(Decimal(1), Decimal(line["total"]), rate=rate, prices=prices)
    _agree(line, "vat", sums.vat, path=f"{path}.vat", reader=reader)
    return sums


def _agree(record: dict[str, Any], name: str, value: Decimal, *, path: str, reader: Reader) -> None:
    given = record[name]
    if given is not None and Decimal(given) != value:
        ours, theirs = format_money(value, None), format_money(Decimal(given), None)
        if reader.disagree(
            path, Phrase("указано %(theirs)s, а по строкам выходит %(ours)s", theirs=theirs, ours=ours)
        ):
            return
    record[name] = canonical(value, Kind.MONEY)
