"""Saving a route: a new version where it says something new, under the rule of its code."""

from sqlalchemy import func, select

from docsvc.access import Right, require
from docsvc.errors import RouteRefused
from docsvc.model import ApprovalRoute, RouteRule, new_id
from docsvc.model.route_input import RouteInput
from docsvc.model.route_lint import faults
from docsvc.model.route_store import plain, route_of
from docsvc.queries.route_lint import lint_route
from docsvc.work import ORGANISATION, Actor, Work, insert_missing

LONGEST_NOTE = 500


def save_route(work: Work, route: RouteInput, *, actor: Actor, note: str = "") -> int:
    """Keep a route and return the number of its version; the same again makes none.

    A new route goes to the end of the rule table. Documents under way keep the stages that they began with,
    but for their deadlines.
    Raises `Forbidden`, or `RouteRefused` with every reason.
    """
    require(actor, Right.ADMINISTER)
    if wrong := faults(lint_route(work.session, route)):
        raise RouteRefused(wrong)
    _lock_rule(work, route.code)
    last = _newest(work, route.code)
    if last is not None and route_of(last) == route:
        return last.number
    tree = plain(route)
    made = ApprovalRoute(
        id=new_id(),
        code=tree.pop("code"),
        number=last.number + 1 if last else 1,
        stages=tree.pop("stages"),
        terms=tree,
        author=actor.name,
        note=note.strip()[:LONGEST_NOTE],
        created_at=work.now,
    )
    work.add(made)
    work.record(ORGANISATION, "route.saved", actor, route=made.code, number=made.number, note=made.note)
    if last is not None:
        work.later("approval_clocks", {"route": made.code})
    return made.number


def _lock_rule(work: Work, code: str) -> None:
    """Lock the route's rule, a new one at the end of the table: two versions never get one number."""
    last = work.session.scalar(select(func.max(RouteRule.position))) or 0
    insert_missing(work.session, RouteRule, code=code, position=last + 1)
    work.session.execute(select(RouteRule.code).where(RouteRule.code == code).with_for_update())


def _newest(work: Work, code: str) -> ApprovalRoute | None:
    found = select(ApprovalRoute).where(ApprovalRoute.code == code).order_by(ApprovalRoute.number.desc())
    return work.session.scalars(found.limit(1)).one_or_none()
