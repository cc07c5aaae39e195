"""Taking a route out of the rule table, and putting it back."""

from docsvc.access import Right, require
from docsvc.errors import RouteRefused
from docsvc.model import RouteRule
from docsvc.model.route_lint import faults
from docsvc.queries.route_lint import lint_route
from docsvc.queries.routes import one_route
from docsvc.work import ORGANISATION, Actor, Work


def retire_route(work: Work, code: str, *, actor: Actor, back: bool = False) -> None:
    """Use a route no longer, or with `back` again; documents under way go on with it.

    Raises `Forbidden`, `NotFound`, or `RouteRefused` where it may not come back as it is.
    """
    require(actor, Right.ADMINISTER)
    rule = work.get(RouteRule, code)
    if (rule.retired_at is None) == back:
        return
    if back and (wrong := faults(lint_route(work.session, one_route(work.session, code).route))):
        raise RouteRefused(wrong)
    rule.retired_at = None if back else work.now
    work.session.flush()
    work.record(ORGANISATION, "route.restored" if back else "route.retired", actor, route=code)
