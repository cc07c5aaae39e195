"""A look at a route with all that the installation knows."""

from sqlalchemy.orm import Session

from docsvc.model.route_input import RouteInput
from docsvc.model.route_lint import RouteFinding, look
from docsvc.queries.approval_facts import KNOWN
from docsvc.queries.lint import custom_fields
from docsvc.queries.route_people import people_of, rates


def lint_route(session: Session | None, route: RouteInput) -> tuple[RouteFinding, ...]:
    """Return what is wrong with a route, errors first; without an installation nobody is looked for."""
    if session is None:
        return look(route, known=KNOWN)
    known = KNOWN | custom_fields(session)
    return look(route, known=known, people=people_of(session), rates=rates(session))
