"""The list of deals and one deal."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, lazyload

from docsvc.access import Right, allow_deal, visible_deals
from docsvc.errors import NotFound
from docsvc.model import Company, Deal, Document
from docsvc.model.authority import authority_lines
from docsvc.model.deal_sums import sums_of
from docsvc.queries.deal_lines import Line, OwnLineRow, line_of, own_lines
from docsvc.queries.document_filter import DocumentFilter
from docsvc.queries.documents import DocumentRow, document_list
from docsvc.queries.paging import PAGE_SIZE, Page, last_page
from docsvc.work import Actor
from templates.money import Prices


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal as the list shows it."""

    id: str
    number: str
    title: str
    company: str
    amount_minor: int
    currency: str
    date: dt.date
    owner: str
    updated_at: dt.datetime
    documents: int


@dataclass(frozen=True, slots=True)
class Party:
    """A company or a contact: its name and its filled details in the order they are shown."""

    name: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DealView:
    """One deal as its page shows it; `total_minor` is its amount with the lines that a manager added."""

    id: str
    number: str
    title: str
    source: str
    external_id: str
    amount_minor: int
    currency: str
    prices: str
    date: dt.date
    deadline: dt.date | None
    valid_until: dt.date | None
    updated_at: dt.datetime
    owner: str
    company: Party
    contact: Party | None
    lines: tuple[Line, ...]
    own_lines: tuple[OwnLineRow, ...]
    total_minor: int
    custom: tuple[tuple[str, str], ...]
    documents: tuple[DocumentRow, ...]
    may_create: bool


def deal_list(
    session: Session, actor: Actor, *, text: str = "", page: int = 1, size: int = PAGE_SIZE
) -> Page[DealRow]:
    """Return one page of the deals that the actor may see, the last changed first."""
    chosen = select(Deal).where(visible_deals(actor))
    if text:  # a deal has one company: only a search needs to look at it
        chosen = chosen.join(Company, Deal.company_id == Company.id).where(_matches(text))
    total = session.scalar(select(func.count()).select_from(chosen.options(lazyload("*")).subquery())) or 0
    number = min(max(page, 1), last_page(total, size))
    found = chosen.options(lazyload(Deal.lines)).order_by(Deal.updated_at.desc(), Deal.id.desc())
    deals = session.scalars(found.limit(size).offset((number - 1) * size)).all()
    counts = _documents_of(session, [deal.id for deal in deals])
    return Page(tuple(_row(deal, counts.get(deal.id, 0)) for deal in deals), total, number, size)


def one_deal(session: Session, actor: Actor, deal_id: str) -> DealView:
    """Return a deal; raise `NotFound` when there is none or the actor may not see it."""
    deal = session.get(Deal, deal_id)
    if deal is None:
        raise NotFound
    allow_deal(actor, Right.VIEW_DEALS, deal)
    made = document_list(session, actor, DocumentFilter(deal_id=deal_id), size=100).rows
    contact = deal.contact
    return DealView(
        id=deal.id,
        number=deal.number,
        title=deal.title,
        source=deal.source,
        external_id=deal.external_id,
        amount_minor=deal.amount_minor,
        currency=deal.currency,
        prices=deal.prices,
        date=deal.date,
        deadline=deal.deadline,
        valid_until=deal.valid_until,
        updated_at=deal.updated_at,
        owner=deal.owner.name if deal.owner else "",
        company=Party(deal.company.name, _details(deal.company.details)),
        contact=Party(contact.name, _details({"email": contact.email} | _person(contact.details)))
        if contact
        else None,
        lines=tuple(line_of(line, Prices(deal.prices)) for line in deal.lines),
        own_lines=own_lines(session, deal),
        total_minor=int(sums_of(deal).gross * 100) if deal.own_lines else deal.amount_minor,
        custom=_details(deal.custom),
        documents=made,
        may_create=_may_create(actor, deal),
    )


def _may_create(actor: Actor, deal: Deal) -> bool:
    try:
        allow_deal(actor, Right.CREATE, deal)
    except NotFound:
        return False
    return True


def _matches(text: str) -> ColumnElement[bool]:
    """Match every word in title, number, company or ИНН, whatever its case.

    A deal has no casefolded column, so the forms a person types are tried: as is, lower and capitalised.
    """
    words = text.split()[:8]
    return and_(true(), *(or_(*_forms(word)) for word in words))


def _forms(word: str) -> list[ColumnElement[bool]]:
    columns = (Deal.title, Deal.number, Deal.external_id, Company.name, Company.inn)
    forms = {word, word.lower(), word.upper(), word.capitalize()}
    return [column.contains(form, autoescape=True) for column in columns for form in sorted(forms)]


def _documents_of(session: Session, deal_ids: list[str]) -> dict[str, int]:
    counted = (
        select(Document.deal_id, func.count())
        .where(Document.deal_id.in_(deal_ids), Document.trashed_at.is_(None))
        .group_by(Document.deal_id)
    )
    return {deal_id: int(count) for deal_id, count in session.execute(counted)}


def _row(deal: Deal, documents: int) -> DealRow:
    return DealRow(
        id=deal.id,
        number=deal.number,
        title=deal.title,
        company=deal.company.name,
        amount_minor=deal.amount_minor,
        currency=deal.currency,
        date=deal.date,
        owner=deal.owner.name if deal.owner else "",
        updated_at=deal.updated_at,
        documents=documents,
    )


def _person(details: "Mapping[str, Any]") -> "dict[str, object]":
    """Return what is known of a person, the terms of their authority line by line."""
    plain = {key: value for key, value in details.items() if key != "authority_terms"}
    terms = authority_lines(details.get("authority_terms") or {})
    return plain | {label: value for label, value in terms if label != "Действует до"}


def _details(details: "dict[str, object]") -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, _shown(key, value))
        for key, value in details.items()
        if value not in (None, "") and key != "name"
    )


def _shown(key: str, value: object) -> str:
    if key == "authority_until":
        return f"{dt.date.fromisoformat(str(value)):%d.%m.%Y}"
    return str(value)
