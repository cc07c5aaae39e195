"""How a list asks what a reader may see: by the set of ids, or one by one where that is nearly all."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, func, literal_column, select
from sqlalchemy.orm import Session

from docsvc.access import Right, narrow_ids, visible, wide_in, wide_part
from docsvc.work import Actor

MANY = 5_000
"""A set of so many ids takes longer to put together than a page near the front to look up one by one."""

TOO_MANY = 10_000
"""A set of so many ids takes longer to put together than any page, however far it is."""

NEAR = 50
"""A page is near the front while the list is so many times as long as what is read up to its end."""


def is_near(end: int, total: int, *, more: bool = False) -> bool:
    """Tell whether rows up to `end` of `total`, or `more`, are soon found by reading in the list's order."""
    return more or end * NEAR <= total


@dataclass(frozen=True, slots=True)
class Reach:
    """What a reader may see, as a condition on `Document` rows.

    `dense`, as in `looked_at`, is how the columns beside it are to be asked.
    """

    condition: ColumnElement[bool]
    dense: bool


def in_reach(session: Session, actor: Actor, right: Right = Right.VIEW, *, near: bool = True) -> Reach:
    """Return what the actor holds `right` on, asked in the quicker way.

    A set beside a wide scope would be an alternative joined by OR, so it is looked up one by one too; where
    it is empty, as it mostly is, it is left out. `near` as in `is_near`: else reading in the list's order
    would read most of what there is.
    """
    wide = wide_in(actor, right)
    found = count_narrow(session, actor, right, most=TOO_MANY)
    if wide and not found:
        return Reach(wide_part(actor, right, dense=near), dense=near)
    each = bool(wide) or found >= (MANY if near else TOO_MANY)
    dense = near or not each
    return Reach(visible(actor, right, each=each, dense=dense), dense=dense)


def count_narrow(session: Session, actor: Actor, right: Right = Right.VIEW, *, most: int) -> int:
    """Count the documents in the actor's narrow scopes, some of them twice, as far as `most` in each part.

    No column is asked for, so that the index answers alone.
    """
    ids = narrow_ids(actor, right)
    if not ids:
        return 0
    one = literal_column("1", Integer).label("one")
    parts = [
        select(func.count()).select_from(each.with_only_columns(one).limit(most).subquery()) for each in ids
    ]
    return sum(session.execute(select(*(part.scalar_subquery() for part in parts))).one())
