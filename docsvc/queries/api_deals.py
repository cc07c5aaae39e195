"""Deals as the REST API answers them: these values are its response schemas."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, lazyload

from docsvc.access import visible_deals
from docsvc.errors import NotFound
from docsvc.model import SCALE, Company, Contact, Deal, DealLine
from docsvc.work import Actor

MINOR = Decimal(100)


@dataclass(frozen=True, slots=True)
class DealSummary:
    """A deal in a list. `amount` is what the client pays, with VAT."""

    id: str
    source: str
    external_id: str
    number: str
    title: str
    company: str
    amount: Decimal
    currency: str
    date: dt.date
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DealsPage:
    """A part of a list, the newest first; `next` is the cursor of the part after it, null at the end."""

    items: tuple[DealSummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """A line of a deal; a `vat_rate` of null means «Без НДС»."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    discount: Decimal
    vat_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class DealAnswer:
    """A deal whole."""

    id: str
    source: str
    external_id: str
    number: str
    title: str
    amount: Decimal
    currency: str
    prices: str
    date: dt.date
    deadline: dt.date | None
    valid_until: dt.date | None
    discount: Decimal
    company: dict[str, Any]
    contact: dict[str, Any] | None
    owner_email: str | None
    lines: tuple[LineAnswer, ...]
    custom: dict[str, Any]
    created_at: dt.datetime
    updated_at: dt.datetime


def deals_page(
    session: Session, actor: Actor, *, source: str = "", external_id: str = "", after: str = "", limit: int
) -> DealsPage:
    """Return a part of the deals in reach, the newest first, after the one whose id is `after`."""
    statement = select(Deal).join(Company).options(lazyload("*")).add_columns(Company.name)
    statement = statement.where(_in_reach(actor))
    wanted = (
        (source, Deal.source == source),
        (external_id, Deal.external_id == external_id),
        (after, Deal.id < after),
    )
    for given, condition in wanted:
        statement = statement.where(condition) if given else statement
    found = session.execute(statement.order_by(Deal.id.desc()).limit(limit + 1)).all()
    items = tuple(_summary(deal, company) for deal, company in found[:limit])
    return DealsPage(items, items[-1].id if len(found) > limit else None)


def deal_answer(session: Session, actor: Actor, deal_id: str) -> DealAnswer:
    """Return a deal whole; raise `NotFound`."""
    deal = session.scalars(select(Deal).where(Deal.id == deal_id, _in_reach(actor))).one_or_none()
    if deal is None:
        raise NotFound
    return DealAnswer(
        id=deal.id,
        source=deal.source,
        external_id=deal.external_id,
        number=deal.number,
        title=deal.title,
        amount=money(deal.amount_minor),
        currency=deal.currency,
        prices=deal.prices,
        date=deal.date,
        deadline=deal.deadline,
        valid_until=deal.valid_until,
        discount=_unscaled(deal.discount_scaled),
        company=_company(deal.company),
        contact=_contact(deal.contact),
        owner_email=deal.owner.email if deal.owner else None,
        lines=_lines(deal.lines),
        custom=deal.custom,
        created_at=deal.created_at,
        updated_at=deal.updated_at,
    )


def deal_id_of(session: Session, *, source: str, external_id: str) -> str | None:
    """Return the id of the deal that a source knows by `external_id`."""
    found = select(Deal.id).where(Deal.source == source, Deal.external_id == external_id)
    return session.scalar(found)


def money(minor: int) -> Decimal:
    """Return minor units as money with two decimals."""
    return Decimal(minor).scaleb(-2)


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Deal` rows to be read: a key for nobody reads all of them."""
    return visible_deals(actor) if actor.email else true()


def _summary(deal: Deal, company: str) -> DealSummary:
    return DealSummary(
        id=deal.id,
        source=deal.source,
        external_id=deal.external_id,
        number=deal.number,
        title=deal.title,
        company=company,
        amount=money(deal.amount_minor),
        currency=deal.currency,
        date=deal.date,
        updated_at=deal.updated_at,
    )


def _company(company: Company) -> dict[str, Any]:
    return {"id": company.id, "name": company.name, "inn": company.inn} | company.details


def _contact(contact: Contact | None) -> dict[str, Any] | None:
    if contact is None:
        return None
    return {"id": contact.id, "name": contact.name, "email": contact.email} | contact.details


def _lines(lines: Sequence[DealLine]) -> tuple[LineAnswer, ...]:
    return tuple(
        LineAnswer(
            name=line.name,
            quantity=_unscaled(line.quantity_scaled),
            unit=line.unit,
            price=_unscaled(line.price_scaled),
            discount=_unscaled(line.discount_scaled),
            vat_rate=None if line.vat_scaled is None else _unscaled(line.vat_scaled),
        )
        for line in lines
    )


def _unscaled(value: int) -> Decimal:
    """Return a scaled integer as a number without trailing zeros or an exponent."""
    return Decimal(f"{(Decimal(value) / SCALE).normalize():f}")
