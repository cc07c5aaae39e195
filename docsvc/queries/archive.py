"""The archive of signed documents by period, with totals: what an accountant pulls."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, lazyload

from docsvc.access import Right
from docsvc.model import SIGNED, ArchiveEntry, Document, DocumentVersion, Kind, State
from docsvc.queries.paging import MOST_PAGES, PAGE_SIZE, Page, contains, last_page
from docsvc.queries.reach import in_reach, is_near
from docsvc.queries.tiles import Tile, sum_tiles, tiles_within
from docsvc.work import Actor, looked_at


@dataclass(frozen=True, slots=True)
class ArchiveFilter:
    """What the archive is narrowed to; dates are of the documents, both inclusive."""

    text: str = ""
    kind: Kind | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """One signed document; without `archived_at` its package is still being made.

    `lasting_level` is that of its file with the evidence for years, empty where there is none.
    """

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
    lasting_level: str = ""


def archive(
    session: Session,
    actor: Actor,
    chosen: ArchiveFilter,
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
    total: Tile | None = None,
) -> Page[ArchiveRow]:
    """Return one page of the signed documents that the actor may export, the newest first.

    `total` is counted when not given.
    """
    total = total or archive_total(session, actor, chosen)
    number = min(max(page, 1), MOST_PAGES if total.more else last_page(total.count, size))
    near = is_near(number * size, total.count, more=total.more)
    reach = in_reach(session, actor, Right.EXPORT, near=near)
    state = looked_at(Document.state, dense=reach.dense)
    found = (
        select(Document, ArchiveEntry, DocumentVersion.lasting_level)
        .outerjoin(ArchiveEntry, ArchiveEntry.document_id == Document.id)
        .outerjoin(DocumentVersion, DocumentVersion.id == Document.current_version_id)
        .where(
            reach.condition,
            state.in_([each.value for each in SIGNED]),
            *_conditions(chosen, dense=reach.dense),
        )
        .order_by(Document.date.desc(), Document.id.desc())
        .options(lazyload("*"))
        .limit(size + 1)
        .offset((number - 1) * size)
    )
    rows = [_row(*each) for each in session.execute(found)]
    follows = len(rows) > size
    return Page(tuple(rows[:size]), total.count, number, size, more=total.more, follows=follows)


def archive_total(session: Session, actor: Actor, chosen: ArchiveFilter) -> Tile:
    """Return how many documents the filter holds, and their money by currency, as far as they are counted."""
    return archive_totals(session, actor, chosen)[0]


def archive_totals(session: Session, actor: Actor, chosen: ArchiveFilter) -> tuple[Tile, Tile]:
    """Return the total of the filter, and what of it was declared void: that is in force no more."""
    found = tiles_within(session, actor, Right.EXPORT, SIGNED, _conditions(chosen))
    return sum_tiles(found), found.get(State.VOIDED, Tile(0))


def _conditions(chosen: ArchiveFilter, *, dense: bool = False) -> list[ColumnElement[bool]]:
    kind = looked_at(Document.kind, dense=dense)
    return [
        Document.trashed_at.is_(None),
        contains(Document.search, chosen.text),
        kind == chosen.kind if chosen.kind else true(),
        Document.date >= chosen.since if chosen.since else true(),
        Document.date <= chosen.until if chosen.until else true(),
    ]


def _row(document: Document, entry: ArchiveEntry | None, lasting: str | None) -> ArchiveRow:
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
        lasting_level=lasting or "",
    )
