"""The list of deals and one deal."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, lazyload

from docsvc.access import Right, allow_deal, visible_deals
from docsvc.errors import NotFound
from docsvc.model import SCALE, Company, Deal, DealLine, Document
from docsvc.queries.documents import DocumentFilter, DocumentRow, document_list
from docsvc.queries.paging import PAGE_SIZE, Page
from docsvc.work import Actor


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
class Line:
    """One line of a deal, in its units; `vat` None is «Без НДС»."""

    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    discount: Decimal
    vat: Decimal | None


@dataclass(frozen=True, slots=True)
class Party:
    """A company or a contact: its name and its filled details in the order they are shown."""

    name: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DealView:
    """One deal as its page shows it."""

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
    custom: tuple[tuple[str, str], ...]
    documents: tuple[DocumentRow, ...]
    may_create: bool


def deal_list(
    session: Session, actor: Actor, *, text: str = "", page: int = 1, size: int = PAGE_SIZE
) -> Page[DealRow]:
    """Return one page of the deals that the actor may see, the last changed first."""
    condition = and_(visible_deals(actor), _matches(text))
    joined = select(Deal).join(Company, Deal.company_id == Company.id).where(condition)
    total = session.scalar(select(func.count()).select_from(joined.options(lazyload("*")).subquery())) or 0
    number = min(max(page, 1), max(1, -(-total // size)))
    found = joined.options(lazyload(Deal.lines)).order_by(Deal.updated_at.desc(), Deal.id.desc())
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
        contact=Party(contact.name, _details({"email": contact.email} | contact.details))
        if contact
        else None,
        lines=tuple(_line(line) for line in deal.lines),
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


def _line(line: DealLine) -> Line:
    return Line(
        name=line.name,
        unit=line.unit,
        quantity=Decimal(line.quantity_scaled) / SCALE,
        price=Decimal(line.price_scaled) / SCALE,
        discount=Decimal(line.discount_scaled) / SCALE,
        vat=None if line.vat_scaled is None else Decimal(line.vat_scaled) / SCALE,
    )


def _details(details: "dict[str, object]") -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, str(value)) for key, value in details.items() if value not in (None, "") and key != "name"
    )
