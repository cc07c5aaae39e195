"""The list of documents, as pages show it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, lazyload

from docsvc.access import Right
from docsvc.model import Document, Kind, State
from docsvc.queries.document_filter import DocumentFilter, conditions
from docsvc.queries.paging import MOST_PAGES, PAGE_SIZE, Page, last_page
from docsvc.queries.reach import in_reach, is_near
from docsvc.queries.tiles import Tile, sum_tiles, tiles
from docsvc.queries.turns import Awaited, Turn, turns
from docsvc.work import Actor

SORTS = {
    "updated": Document.updated_at,
    "date": Document.date,
    "number": Document.number,
    "company": Document.company_name,
    "amount": Document.amount_minor,
}
"""What a list is sorted by: a filter's `sort` is one of these, with «-» for descending."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as lists show it."""

    id: str
    kind: Kind
    number: str
    title: str
    company: str
    amount_minor: int
    currency: str
    state: State
    date: dt.date
    valid_until: dt.date | None
    updated_at: dt.datetime
    owner_id: str
    owner: str
    turn: Turn


def document_list(
    session: Session,
    actor: Actor,
    chosen: DocumentFilter,
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
    total: Tile | None = None,
) -> Page[DocumentRow]:
    """Return one page of the documents that the actor may see; `total` is counted when not given."""
    total = total or sum_tiles(tiles(session, actor, chosen), chosen.states)
    number = min(max(page, 1), MOST_PAGES if total.more else last_page(total.count, size))
    near = chosen.trashed or is_near(number * size, total.count, more=total.more)
    reach = in_reach(session, actor, near=near)
    asked = conditions(chosen, dense=reach.dense)
    found = ordered(listed().where(reach.condition, *asked), chosen.sort)
    documents = session.scalars(found.limit(size + 1).offset((number - 1) * size)).all()
    shown = rows(session, documents[:size])
    return Page(shown, total.count, number, size, more=total.more, follows=len(documents) > size)


def all_documents(
    session: Session, actor: Actor, chosen: DocumentFilter, *, most: int
) -> tuple[DocumentRow, ...]:
    """Return every document of the filter for an export, at most `most`; needs the right to export them."""
    mine = [in_reach(session, actor, right, near=False).condition for right in (Right.VIEW, Right.EXPORT)]
    found = ordered(listed().where(*mine, *conditions(chosen)), chosen.sort)
    documents = session.scalars(found.limit(most)).all()
    return rows(session, documents, with_turns=False)


def listed() -> Select[Document]:
    """Ask for documents with what a row shows of their owners, and nothing else of them."""
    return select(Document).options(lazyload("*"), joinedload(Document.owner).lazyload("*"))


def ordered(statement: Select[Document], sort: str) -> Select[Document]:
    """Sort by a key of SORTS; an unknown one means the newest first."""
    column = SORTS.get(sort.removeprefix("-"), Document.updated_at)
    down = sort.startswith("-") or sort not in SORTS
    return statement.order_by(column.desc() if down else column, Document.id.desc() if down else Document.id)


def rows(
    session: Session, documents: Sequence[Document], *, with_turns: bool = True
) -> tuple[DocumentRow, ...]:
    """Return documents as rows, each with whose turn it is."""
    known = turns(session, documents) if with_turns else {}
    nobody = Turn(Awaited.NOTHING)
    return tuple(_row(document, known.get(document.id, nobody)) for document in documents)


def _row(document: Document, turn: Turn) -> DocumentRow:
    return DocumentRow(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        title=document.title,
        company=document.company_name,
        amount_minor=document.amount_minor,
        currency=document.currency,
        state=State(document.state),
        date=document.date,
        valid_until=document.valid_until,
        updated_at=document.updated_at,
        owner_id=document.owner_id,
        owner=document.owner.name,
        turn=turn,
    )
