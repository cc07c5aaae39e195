"""The product catalogue."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsvc.errors import NotFound
from docsvc.model import SCALE, Product
from docsvc.queries.paging import PAGE_SIZE, Page, contains


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product; `vat` None is «Без НДС»."""

    sku: str
    name: str
    description: str
    unit: str
    price: Decimal
    currency: str
    vat: Decimal | None
    active: bool


def product_list(
    session: Session, *, text: str = "", page: int = 1, size: int = PAGE_SIZE, active: bool = False
) -> Page[ProductRow]:
    """Return one page of the catalogue by name, `active` only those that are sold."""
    found = select(Product).where(contains(Product.search, text))
    if active:
        found = found.where(Product.active)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    number = min(max(page, 1), max(1, -(-total // size)))
    rows = session.scalars(found.order_by(Product.name, Product.sku).limit(size).offset((number - 1) * size))
    return Page(tuple(_row(each) for each in rows), total, number, size)


def one_product(session: Session, sku: str) -> ProductRow:
    """Return a product by its SKU; raise `NotFound`."""
    found = session.scalars(select(Product).where(Product.sku == sku)).one_or_none()
    if found is None:
        raise NotFound
    return _row(found)


def _row(product: Product) -> ProductRow:
    return ProductRow(
        sku=product.sku,
        name=product.name,
        description=product.description,
        unit=product.unit,
        price=Decimal(product.price_scaled) / SCALE,
        currency=product.currency,
        vat=None if product.vat_scaled is None else Decimal(product.vat_scaled) / SCALE,
        active=product.active,
    )
