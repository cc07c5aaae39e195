"""A look at routes before they are used: everything that can be known to go wrong is told at once."""

from collections.abc import Collection

from docsvc.model.rates import Rates
from docsvc.model.route_input import RouteInput
from docsvc.model.route_lint.fields import unreadable, without_rate
from docsvc.model.route_lint.finding import RouteFinding, faults
from docsvc.model.route_lint.people import absentees
from docsvc.model.route_lint.table import unreachable
from docsvc.model.route_lint.time import deadlines
from docsvc.model.route_lint.ways import ways
from docsvc.model.route_people import People
from templates.findings import Severity

__all__ = ["RouteFinding", "Severity", "faults", "look", "unreachable"]


def look(
    route: RouteInput,
    *,
    known: Collection[str] = (),
    people: People | None = None,
    rates: Rates | None = None,
) -> tuple[RouteFinding, ...]:
    """Look a route through; errors first.

    `known` are paths of fields beside the standard ones. Without `people` and `rates` what needs an
    installation is not asked.
    """
    broken = list(unreadable(route, known))
    found = [*broken, *without_rate(route, rates), *deadlines(route)]
    if not broken:
        found += ways(route)
    if people is not None:
        found += absentees(route, people)
    return tuple(sorted(found, key=lambda each: each.severity is not Severity.ERROR))
