"""A manager's own lines of a deal: beside those of the CRM, which go on coming and never touch them."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select

from docsvc.access import Right, allow_deal
from docsvc.actions.draft import lock_deal
from docsvc.errors import BadInput, NotFound
from docsvc.errors.phrase import Phrase
from docsvc.model import SCALE, Deal, OwnLine, Product, new_id
from docsvc.model.content_input import MOST_OWN_LINES, OwnLineInput
from docsvc.model.deal_sums import sums_of
from docsvc.work import ORGANISATION, Actor, Work
from templates import MAX_LINES


def set_own_lines(work: Work, deal_id: str, lines: Sequence[OwnLineInput], *, actor: Actor) -> None:
    """Make these the own lines of a deal, in their order; documents already made stay as they are.

    Raises `NotFound` for a deal out of the actor's reach, `BadInput` for more lines than a document may have.
    """
    deal = _reach(work, deal_id, actor)
    if len(lines) > MOST_OWN_LINES or len(deal.lines) + len(lines) > MAX_LINES:
        raise BadInput([("lines", Phrase("в документе может быть не больше %(most)s строк", most=MAX_LINES))])
    products = _products(work, {line.sku for line in lines if line.sku}, deal.currency)
    del deal.own_lines[:]
    work.session.flush()  # positions are unique: the old ones go before the new ones come
    deal.own_lines += [
        _own_line(work, line, position, product_id=products.get(line.sku), author=actor.name)
        for position, line in enumerate(lines)
    ]
    _record(work, deal, actor)


def add_own_line(
    work: Work, deal_id: str, sku: str, *, actor: Actor, quantity: Decimal, optional: bool
) -> None:
    """Add a product of the catalogue as the last own line; an optional one is offered until it is chosen."""
    deal = _reach(work, deal_id, actor)
    product = work.session.scalars(select(Product).where(Product.sku == sku, Product.active)).one_or_none()
    if product is None:
        raise NotFound
    _products(work, {sku}, deal.currency)
    if len(deal.own_lines) >= MOST_OWN_LINES or len(deal.lines) + len(deal.own_lines) >= MAX_LINES:
        raise BadInput([("lines", Phrase("в документе может быть не больше %(most)s строк", most=MAX_LINES))])
    deal.own_lines.append(
        OwnLine(
            id=new_id(),
            position=max((line.position for line in deal.own_lines), default=-1) + 1,
            product_id=product.id,
            name=product.name,
            unit=product.unit,
            quantity_scaled=int(quantity * SCALE),
            price_scaled=product.price_scaled,
            vat_scaled=product.vat_scaled,
            optional=optional,
            chosen=not optional,
            author=actor.name,
            created_at=work.now,
        )
    )
    _record(work, deal, actor)


def choose_own_lines(work: Work, deal_id: str, chosen: Sequence[str], *, actor: Actor) -> None:
    """Count those optional lines whose ids are given, and no other optional one."""
    deal = _reach(work, deal_id, actor)
    for line in deal.own_lines:
        line.chosen = not line.optional or line.id in chosen
    _record(work, deal, actor)


def _reach(work: Work, deal_id: str, actor: Actor) -> Deal:
    deal = lock_deal(work, deal_id)
    allow_deal(actor, Right.CREATE, deal)
    return deal


def _products(work: Work, skus: set[str], currency: str) -> dict[str, str]:
    """Return the ids of products by SKU; raise `BadInput` for one whose price is in another currency."""
    rows = work.session.scalars(select(Product).where(Product.sku.in_(skus))).all()
    if foreign := [row.sku for row in rows if row.currency != currency]:
        text = Phrase("цена не в валюте сделки (%(currency)s): добавьте позицию вручную", currency=currency)
        raise BadInput([(sku, text) for sku in foreign])
    return {row.sku: row.id for row in rows}


def _own_line(
    work: Work, line: OwnLineInput, position: int, *, product_id: str | None, author: str
) -> OwnLine:
    return OwnLine(
        id=new_id(),
        position=position,
        product_id=product_id,
        name=line.name,
        unit=line.unit,
        quantity_scaled=int(line.quantity * SCALE),
        price_scaled=int(line.price * SCALE),
        discount_scaled=int(line.discount * SCALE),
        vat_scaled=None if line.vat_rate is None else int(line.vat_rate * SCALE),
        optional=line.optional,
        chosen=line.chosen or not line.optional,
        author=author,
        created_at=work.now,
    )


def _record(work: Work, deal: Deal, actor: Actor) -> None:
    """Record what the deal comes to with its own lines: the CRM's amount stays the CRM's."""
    deal.updated_at = work.now
    work.session.flush()
    counted = [line for line in deal.own_lines if line.counts]
    work.record(
        ORGANISATION,
        "deal.lines_changed",
        actor,
        deal=deal.id,
        own_lines=len(deal.own_lines),
        counted=len(counted),
        amount=f"{sums_of(deal).gross:.2f}",
        currency=deal.currency,
    )
