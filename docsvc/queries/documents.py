"""The list of documents and its tiles: how many and how much in each state."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from docsvc.access import Right, visible
from docsvc.model import Document, Kind, State
from docsvc.queries.paging import PAGE_SIZE, Page, contains
from docsvc.queries.turns import Awaited, Turn, turns
from docsvc.work import Actor

SORTS = {
    "updated": Document.updated_at,
    "date": Document.date,
    "number": Document.number,
    "company": Document.company_name,
    "amount": Document.amount_minor,
}


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list of documents is narrowed to; `sort` is a key of SORTS, with «-» for descending."""

    text: str = ""
    states: frozenset[State] = frozenset()
    kind: Kind | None = None
    owner_id: str | None = None
    deal_id: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    trashed: bool = False
    sort: str = "-updated"


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
    owner: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class Tile:
    """How many documents are in a state, and their money by currency, in minor units."""

    count: int = 0
    money: tuple[tuple[str, int], ...] = ()


def document_list(
    session: Session,
    actor: Actor,
    chosen: DocumentFilter,
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
    total: int | None = None,
) -> Page[DocumentRow]:
    """Return one page of the documents that the actor may see; `total` is counted when not given."""
    condition = _condition(actor, chosen)
    if total is None:
        total = session.scalar(select(func.count()).select_from(Document).where(condition)) or 0
    number = min(max(page, 1), max(1, -(-total // size)))
    found = ordered(select(Document).where(condition), chosen.sort)
    documents = session.scalars(found.limit(size).offset((number - 1) * size)).all()
    return Page(rows(session, documents), total=total, number=number, size=size)


def all_documents(
    session: Session, actor: Actor, chosen: DocumentFilter, *, most: int
) -> tuple[DocumentRow, ...]:
    """Return every document of the filter for an export, at most `most`; needs the right to export them."""
    condition = and_(_condition(actor, chosen), visible(actor, Right.EXPORT))
    documents = session.scalars(ordered(select(Document).where(condition), chosen.sort).limit(most)).all()
    return rows(session, documents, with_turns=False)


def tiles(session: Session, actor: Actor, chosen: DocumentFilter) -> dict[State, Tile]:
    """Return the tile of every state that has documents; the filter's own states are left aside."""
    counted = (
        select(Document.state, Document.currency, func.count(), func.sum(Document.amount_minor))
        .where(_condition(actor, chosen, by_state=False))
        .group_by(Document.state, Document.currency)
        .order_by(func.count().desc())
    )
    counts: dict[State, int] = defaultdict(int)
    money: dict[State, list[tuple[str, int]]] = defaultdict(list)
    for state, currency, count, total in session.execute(counted):
        counts[State(state)] += count
        money[State(state)].append((currency, int(total)))
    return {state: Tile(counts[state], tuple(money[state])) for state in counts}


def sum_tiles(found: dict[State, Tile], states: frozenset[State] = frozenset()) -> Tile:
    """Add the tiles of `states` up, or of all when it is empty."""
    money: dict[str, int] = defaultdict(int)
    chosen = [tile for state, tile in found.items() if not states or state in states]
    for currency, amount in (each for tile in chosen for each in tile.money):
        money[currency] += amount
    return Tile(sum(tile.count for tile in chosen), tuple(money.items()))


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
        owner=document.owner.name,
        turn=turn,
    )


def _condition(actor: Actor, chosen: DocumentFilter, *, by_state: bool = True) -> ColumnElement[bool]:
    trashed = Document.trashed_at.is_not(None) if chosen.trashed else Document.trashed_at.is_(None)
    asked = [
        (chosen.text, contains(Document.search, chosen.text)),
        (by_state and chosen.states, Document.state.in_([state.value for state in chosen.states])),
        (chosen.kind, Document.kind == chosen.kind),
        (chosen.owner_id, Document.owner_id == chosen.owner_id),
        (chosen.deal_id, Document.deal_id == chosen.deal_id),
        (chosen.since, Document.date >= chosen.since if chosen.since else true()),
        (chosen.until, Document.date <= chosen.until if chosen.until else true()),
    ]
    return and_(visible(actor), trashed, *(condition for wanted, condition in asked if wanted))
