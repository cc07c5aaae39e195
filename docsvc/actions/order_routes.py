"""Putting the rule table in order: the first route that applies is taken."""

from collections.abc import Sequence

from sqlalchemy import select

from docsvc.access import Right, require
from docsvc.errors import BadInput
from docsvc.model import RouteRule
from docsvc.work import ORGANISATION, Actor, Work


def order_routes(work: Work, codes: Sequence[str], *, actor: Actor) -> None:
    """Put the routes in use in this order; every one of them is named once.

    Raises `Forbidden`, or `BadInput` where the table has changed since it was shown.
    """
    require(actor, Right.ADMINISTER)
    rules = {
        rule.code: rule
        for rule in work.session.scalars(
            select(RouteRule).where(RouteRule.retired_at.is_(None)).with_for_update()
        )
    }
    if sorted(codes) != sorted(rules):
        raise BadInput([("codes", "список маршрутов изменился: обновите страницу и повторите")])
    before = sorted(rules, key=lambda code: (rules[code].position, code))
    if list(codes) == before:
        return
    for position, code in enumerate(codes, start=1):
        rules[code].position = position
    work.session.flush()
    work.record(ORGANISATION, "route.ordered", actor, before=before, after=list(codes))
