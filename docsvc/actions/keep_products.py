"""Keep the product catalogue: one product from a form, many from a CSV file or a program."""

from collections.abc import Iterable

from sqlalchemy import select

from docsvc.access import Right, may
from docsvc.errors import Forbidden
from docsvc.model import SCALE, Product, new_id
from docsvc.model.content_input import ProductInput
from docsvc.work import ORGANISATION, Actor, ActorKind, Work


def save_product(work: Work, product: ProductInput, *, actor: Actor) -> None:
    """Add a product, or replace the one of the same SKU; raise `Forbidden`."""
    _allow(actor)
    rows = _known(work, [product.sku])
    _put(work, rows.get(product.sku), product)
    work.record(ORGANISATION, "product.saved", actor, sku=product.sku, price=str(product.price))


def import_products(work: Work, products: Iterable[ProductInput], *, actor: Actor) -> tuple[int, int]:
    """Add or replace products by SKU, none are removed; return how many were new and how many known.

    Documents and deals keep the lines that they have. Raises `Forbidden`.
    """
    _allow(actor)
    given = {product.sku: product for product in products}
    rows = _known(work, given)
    for sku, product in given.items():
        _put(work, rows.get(sku), product)
    work.session.flush()
    added = len(given.keys() - rows.keys())
    work.record(
        ORGANISATION, "product.imported", actor, added=added, replaced=len(given) - added, via=actor.via
    )
    return added, len(given) - added


def _allow(actor: Actor) -> None:
    """Let in people who make documents, and keys of programs, whose scope was asked before."""
    machine = actor.kind is ActorKind.API and not actor.email
    if not (machine or may(actor, Right.CREATE)):
        raise Forbidden


def _known(work: Work, skus: Iterable[str]) -> dict[str, Product]:
    wanted = list(skus)
    parts = (wanted[start : start + 500] for start in range(0, len(wanted), 500))
    found = (work.session.scalars(select(Product).where(Product.sku.in_(part))) for part in parts)
    return {product.sku: product for rows in found for product in rows}


def _put(work: Work, row: Product | None, product: ProductInput) -> None:
    row = row or Product(id=new_id(), sku=product.sku)
    row.name, row.description, row.unit = product.name, product.description, product.unit
    row.price_scaled, row.currency = int(product.price * SCALE), product.currency
    row.vat_scaled = None if product.vat_rate is None else int(product.vat_rate * SCALE)
    row.active, row.updated_at = product.active, work.now
    row.search = f"{product.sku} {product.name} {product.description}".casefold()
    work.session.add(row)
