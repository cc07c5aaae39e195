"""The lines of a deal as pages show them: those of the CRM, and those that a manager added."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import SCALE, Deal, DealLine, OwnLine, Product
from docsvc.model.deal_sums import line_total
from templates.money import Prices


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a deal, in its units; `vat` None is «Без НДС», `total` follows the deal's prices."""

    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    discount: Decimal
    vat: Decimal | None
    total: Decimal


@dataclass(frozen=True, slots=True)
class OwnLineRow:
    """A line that a manager added; `doubled`: the CRM has it too."""

    id: str
    sku: str
    line: Line
    optional: bool
    chosen: bool
    author: str
    doubled: bool


def own_lines(session: Session, deal: Deal) -> tuple[OwnLineRow, ...]:
    """Return the lines that a manager added, in their order."""
    known = {line.name.casefold() for line in deal.lines}
    wanted = select(Product.id, Product.sku).where(Product.id.in_(_product_ids(deal)))
    skus: dict[str, str] = {row.id: row.sku for row in session.execute(wanted)}
    return tuple(
        OwnLineRow(
            id=line.id,
            sku=skus.get(line.product_id or "", ""),
            line=line_of(line, Prices(deal.prices)),
            optional=line.optional,
            chosen=line.chosen,
            author=line.author,
            doubled=line.name.casefold() in known,
        )
        for line in deal.own_lines
    )


def _product_ids(deal: Deal) -> list[str]:
    return [line.product_id for line in deal.own_lines if line.product_id]


def line_of(line: DealLine | OwnLine, prices: Prices) -> Line:
    """Return a line in its units."""
    return Line(
        name=line.name,
        unit=line.unit,
        quantity=Decimal(line.quantity_scaled) / SCALE,
        price=Decimal(line.price_scaled) / SCALE,
        discount=Decimal(line.discount_scaled) / SCALE,
        vat=None if line.vat_scaled is None else Decimal(line.vat_scaled) / SCALE,
        total=line_total(line, prices),
    )
