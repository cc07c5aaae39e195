"""What a person who makes documents sees first: what waits for whom."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from docsvc.model import Document, State
from docsvc.queries.document_filter import DocumentFilter, is_copy
from docsvc.queries.documents import DocumentRow, listed, rows
from docsvc.queries.reach import in_reach
from docsvc.queries.tiles import Tile, tiles
from docsvc.queries.turns import AUTHORS_TURN, MACHINES_TURN, Awaited
from docsvc.work import Actor

MOST = 8


@dataclass(frozen=True, slots=True)
class Home:
    """Tiles by state, what waits for the actor and what waits for others."""

    tiles: dict[State, Tile]
    mine: tuple[DocumentRow, ...]
    others: tuple[DocumentRow, ...]


def home(session: Session, actor: Actor) -> Home:
    """Return the first page of a person who makes documents; «mine» are those that the actor has to act on.

    A sending of theirs that lost its signatory is among them.
    """
    own = (*(state.value for state in AUTHORS_TURN),)
    under_way = (State.IN_APPROVAL.value, State.SENT.value, *(state.value for state in MACHINES_TURN))
    moving = _latest(session, actor, under_way)
    lost = tuple(
        each for each in moving if each.owner_id == actor.id and each.turn.awaited is Awaited.ANOTHER
    )
    return Home(
        tiles=tiles(session, actor, DocumentFilter()),
        mine=lost + _latest(session, actor, own, owner_id=actor.id),
        others=tuple(each for each in moving if each not in lost),
    )


def _latest(
    session: Session, actor: Actor, states: tuple[str, ...], *, owner_id: str | None = None
) -> tuple[DocumentRow, ...]:
    found = listed().where(
        in_reach(session, actor).condition,
        Document.trashed_at.is_(None),
        Document.state.in_(states),
        ~is_copy(),
    )
    if owner_id is not None:
        found = found.where(Document.owner_id == owner_id)
    return rows(session, session.scalars(found.order_by(Document.updated_at.desc()).limit(MOST)).all())
