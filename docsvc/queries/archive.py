"""The archive of signed documents by period, with totals: what an accountant pulls."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from docsvc.access import Right, visible
from docsvc.model import SIGNED, ArchiveEntry, Document, Kind, State
from docsvc.queries.documents import Tile
from docsvc.queries.paging import PAGE_SIZE, Page, contains
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class ArchiveFilter:
    """What the archive is narrowed to; dates are of the documents, both inclusive."""

    text: str = ""
    kind: Kind | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """One signed document; without `archived_at` its package is still being made."""

    id: str
    kind: Kind
    number: str
    title: str
    company: str
    inn: str
    amount_minor: int
    currency: str
    date: dt.date
    state: State
    archived_at: dt.datetime | None
    file_name: str
    package_sha256: str


def archive(
    session: Session, actor: Actor, chosen: ArchiveFilter, *, page: int = 1, size: int = PAGE_SIZE
) -> Page[ArchiveRow]:
    """Return one page of the signed documents that the actor may export, the newest first."""
    condition = _condition(actor, chosen)
    total = session.scalar(select(func.count()).select_from(Document).where(condition)) or 0
    number = min(max(page, 1), max(1, -(-total // size)))
    found = (
        select(Document, ArchiveEntry)
        .outerjoin(ArchiveEntry, ArchiveEntry.document_id == Document.id)
        .where(condition)
        .order_by(Document.date.desc(), Document.id.desc())
        .limit(size)
        .offset((number - 1) * size)
    )
    rows = tuple(_row(document, entry) for document, entry in session.execute(found))
    return Page(rows, total=total, number=number, size=size)


def archive_total(session: Session, actor: Actor, chosen: ArchiveFilter) -> Tile:
    """Return how many documents the filter holds, and their money by currency."""
    counted = (
        select(Document.currency, func.count(), func.sum(Document.amount_minor))
        .where(_condition(actor, chosen))
        .group_by(Document.currency)
        .order_by(func.count().desc())
    )
    found = session.execute(counted).all()
    return Tile(
        sum(count for _, count, _ in found), tuple((currency, int(money)) for currency, _, money in found)
    )


def _condition(actor: Actor, chosen: ArchiveFilter) -> ColumnElement[bool]:
    return and_(
        visible(actor, Right.EXPORT),
        Document.state.in_([state.value for state in SIGNED]),
        Document.trashed_at.is_(None),
        contains(Document.search, chosen.text),
        Document.kind == chosen.kind if chosen.kind else true(),
        Document.date >= chosen.since if chosen.since else true(),
        Document.date <= chosen.until if chosen.until else true(),
    )


def _row(document: Document, entry: ArchiveEntry | None) -> ArchiveRow:
    return ArchiveRow(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        title=document.title,
        company=document.company_name,
        inn=document.company_inn,
        amount_minor=document.amount_minor,
        currency=document.currency,
        date=document.date,
        state=State(document.state),
        archived_at=entry.archived_at if entry else None,
        file_name=entry.file_name if entry else "",
        package_sha256=entry.package_sha256 if entry else "",
    )
