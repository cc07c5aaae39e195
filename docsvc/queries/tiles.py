"""How many documents are in each state, and their money: exact where that is quick, else «5 000 and more»."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, false, func, not_, or_, select, union, union_all
from sqlalchemy.orm import Session

from docsvc.access import Right, narrow_ids, visible, wide_in
from docsvc.model import UNDER_WAY, Document, State
from docsvc.queries.document_filter import DocumentFilter, conditions
from docsvc.queries.reach import count_narrow
from docsvc.work import Actor, looked_at

MOST_COUNTED = 5_000
MOST_LOOKED_UP = 500
"""Of a state, where each document has to be looked up for whether the reader may see it."""

MANY_TO_COUNT = 20_000
"""Putting a set of so many ids together takes longer than looking up `MOST_LOOKED_UP` of each state."""

ENDED = frozenset(State) - UNDER_WAY
"""States that documents stay in for years, drafts among them."""

Counts = list[tuple[str, int, int]]
"""Currency, count and minor units."""


@dataclass(frozen=True, slots=True)
class Tile:
    """How many documents are in a state, and their money by currency, in minor units.

    With `more` there are more than `count`, and nobody has added their money up.
    """

    count: int = 0
    money: tuple[tuple[str, int], ...] = ()
    more: bool = False


def tiles(session: Session, actor: Actor, chosen: DocumentFilter) -> dict[State, Tile]:
    """Return the tile of every state that has documents; the filter's own states are left aside."""
    if chosen.trashed or chosen.deal_id or chosen.owner_id:  # few, found by what they have in common
        asked = conditions(chosen, by_state=False, dense=True)
        return _tiles(_exact(session, [*asked, visible(actor, each=True, dense=True)]))
    asked = conditions(chosen, by_state=False)
    return tiles_within(session, actor, Right.VIEW, tuple(State), asked)


def tiles_within(
    session: Session,
    actor: Actor,
    right: Right,
    states: Collection[State],
    asked: list[ColumnElement[bool]],
) -> dict[State, Tile]:
    """Return the tiles of some states over what the actor holds `right` on, under conditions."""
    narrow = count_narrow(session, actor, right, most=MANY_TO_COUNT)
    if narrow >= MANY_TO_COUNT:
        each = dict.fromkeys(states, visible(actor, right, each=True))
        return _tiles(_first(session, each, asked, most=MOST_LOOKED_UP), most=MOST_LOOKED_UP)
    wide = {state: where for state, where in wide_in(actor, right).items() if state in states}
    found = _first(session, wide, asked, most=MOST_COUNTED)
    if narrow:
        beside = [*asked, Document.id.in_(union(*narrow_ids(actor, right)))]
        if set(states) != set(State):
            state_column = looked_at(Document.state, dense=True)  # the ids are fewer than a state's documents
            beside.append(state_column.in_([state.value for state in states]))
        known = or_(false(), *((Document.state == state.value) & where for state, where in wide.items()))
        for state, counts in _exact(session, [*beside, not_(known)]).items():
            found[state] += counts
    return _tiles(found, most=MOST_COUNTED if wide else None)


def sum_tiles(found: Mapping[State, Tile], states: frozenset[State] = frozenset()) -> Tile:
    """Add the tiles of `states` up, or of all when it is empty."""
    money: dict[str, int] = defaultdict(int)
    chosen = [tile for state, tile in found.items() if not states or state in states]
    more = any(tile.more for tile in chosen)
    for currency, amount in (each for tile in chosen if not more for each in tile.money):
        money[currency] += amount
    return Tile(sum(tile.count for tile in chosen), tuple(money.items()), more=more)


def _exact(session: Session, asked: list[ColumnElement[bool]]) -> dict[State, Counts]:
    return _counts(session, select(*_COUNTED).where(*asked).subquery())


def _first(
    session: Session,
    states: Mapping[State, ColumnElement[bool]],
    asked: list[ColumnElement[bool]],
    *,
    most: int,
) -> dict[State, Counts]:
    """Count of each state as far as is told, and one more: then there are more.

    What is under way is never so much, and is counted at once: a part for each state takes its time too.
    """
    moving = [(state.value, where) for state, where in states.items() if state not in ENDED]
    parts = [
        select(
            select(*_COUNTED).where(*asked, Document.state == state.value, where).limit(most + 1).subquery()
        )
        for state, where in states.items()
        if state in ENDED
    ]
    if moving:  # a wide scope asks of all these states alike
        names = [state for state, _where in moving]
        parts.append(select(*_COUNTED).where(*asked, Document.state.in_(names), moving[0][1]))
    if not parts:
        return defaultdict(list)
    return _counts(session, (union_all(*parts) if len(parts) > 1 else parts[0]).subquery())


_COUNTED = (Document.state, Document.currency, Document.amount_minor)


def _counts(session: Session, found: Subquery) -> dict[State, Counts]:
    counted = select(found.c.state, found.c.currency, func.count(), func.sum(found.c.amount_minor))
    grouped = counted.group_by(found.c.state, found.c.currency).order_by(func.count().desc())
    counts: dict[State, Counts] = defaultdict(list)
    for state, currency, count, money in session.execute(grouped):
        counts[State(state)].append((currency, count, int(money)))
    return counts


def _tiles(found: Mapping[State, Counts], *, most: int | None = None) -> dict[State, Tile]:
    return {state: _tile(counts, most) for state, counts in found.items() if counts}


def _tile(counts: Counts, most: int | None) -> Tile:
    total = sum(count for _currency, count, _money in counts)
    if most is not None and total > most:
        return Tile(most, more=True)
    money: dict[str, int] = defaultdict(int)
    for currency, _count, amount in counts:
        money[currency] += amount
    return Tile(total, tuple(money.items()))
