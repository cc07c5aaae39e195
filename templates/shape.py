"""The standard fields of the facts tree and the kind of each."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

MAX_LINES = 1000


class Kind(StrEnum):
    """What a field holds; decides how it is read, stored and given to a template."""

    TEXT = "text"
    MONEY = "money"
    PRICE = "price"
    QUANTITY = "quantity"
    PERCENT = "percent"
    RATE = "rate"
    DATE = "date"
    LIST = "list"


NUMBERS = frozenset({Kind.MONEY, Kind.PRICE, Kind.QUANTITY, Kind.PERCENT, Kind.RATE})


def _kinds(text: str, **others: Kind) -> dict[str, Kind]:
    return dict.fromkeys(text.split(), Kind.TEXT) | others


_PARTY = "name full_name inn kpp ogrn address bank_name bik account corr_account email phone"
_SIGNATORY = (
    "signatory_name signatory_position authority signatory_name_genitive signatory_position_genitive "
    "accountant_name brand_color logo letterhead stamp city"
)

_DIRECTOR = "director_name director_position director_name_genitive director_position_genitive"

SECTIONS: Mapping[str, Mapping[str, Kind]] = {
    "document": _kinds("kind number version title", date=Kind.DATE, valid_until=Kind.DATE),
    "deal": _kinds(
        "id number title currency prices payment_terms additional_conditions",
        amount=Kind.MONEY,
        date=Kind.DATE,
        deadline=Kind.DATE,
        valid_until=Kind.DATE,
        discount=Kind.PERCENT,
        total_amount=Kind.MONEY,
        vat=Kind.MONEY,
        amount_with_vat=Kind.MONEY,
    ),
    "company": _kinds(f"{_PARTY} {_DIRECTOR}"),
    "contact": _kinds("name position email phone authority name_genitive position_genitive"),
    "user": _kinds("name position email phone"),
    "seller": _kinds(f"{_PARTY} {_SIGNATORY}"),
    "current": _kinds("time", date=Kind.DATE),
}
BASIS: Mapping[str, Kind] = _kinds("kind number", date=Kind.DATE)
LINE: Mapping[str, Kind] = _kinds(
    "number name sku description unit",
    quantity=Kind.QUANTITY,
    price=Kind.PRICE,
    discount=Kind.PERCENT,
    vat_rate=Kind.RATE,
    total=Kind.MONEY,
    vat=Kind.MONEY,
)


def standard_kinds() -> Iterator[tuple[str, Kind]]:
    """Give every standard field as a dotted path (`deal.products[].price`) and its kind."""
    for section, fields in SECTIONS.items():
        for name, kind in fields.items():
            yield f"{section}.{name}", kind
    for alias in ("basis", "contract"):
        for name, kind in BASIS.items():
            yield f"{alias}.{name}", kind
        yield f"{alias}.title", Kind.TEXT
    yield "deal.vat_rate", Kind.RATE
    yield "document.amount", Kind.MONEY
    yield "deal.products", Kind.LIST
    for name, kind in LINE.items():
        yield f"deal.products[].{name}", kind
