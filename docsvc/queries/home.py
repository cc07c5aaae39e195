"""What a person who makes documents sees first: what waits for whom."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import visible
from docsvc.model import Document, State
from docsvc.queries.documents import DocumentFilter, DocumentRow, Tile, rows, tiles
from docsvc.queries.turns import AUTHORS_TURN, MACHINES_TURN
from docsvc.work import Actor

MOST = 8


@dataclass(frozen=True, slots=True)
class Home:
    """Tiles by state, what waits for the actor and what waits for others."""

    tiles: dict[State, Tile]
    mine: tuple[DocumentRow, ...]
    others: tuple[DocumentRow, ...]


def home(session: Session, actor: Actor) -> Home:
    """Return the first page of a person who makes documents; «mine» are those the actor owns."""
    own = (*(state.value for state in AUTHORS_TURN),)
    under_way = (State.IN_APPROVAL.value, State.SENT.value, *(state.value for state in MACHINES_TURN))
    return Home(
        tiles=tiles(session, actor, DocumentFilter()),
        mine=_latest(session, actor, own, owner_id=actor.id),
        others=_latest(session, actor, under_way),
    )


def _latest(
    session: Session, actor: Actor, states: tuple[str, ...], *, owner_id: str | None = None
) -> tuple[DocumentRow, ...]:
    found = select(Document).where(visible(actor), Document.trashed_at.is_(None), Document.state.in_(states))
    if owner_id is not None:
        found = found.where(Document.owner_id == owner_id)
    return rows(session, session.scalars(found.order_by(Document.updated_at.desc()).limit(MOST)).all())
