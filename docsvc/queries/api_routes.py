"""Routes as programs read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.model.route_explained import Explained, RuleTried, StageExplained
from docsvc.model.route_store import plain
from docsvc.queries.routes import RouteRow, one_route, routes
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """The current version of a route; `route` is what `PUT` takes, without what goes without saying."""

    code: str
    number: int
    position: int
    retired: bool
    author: str
    note: str
    created_at: datetime
    route: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RoutesAnswer:
    """The rule table in its order: the first route that applies is taken; the retired ones come last."""

    routes: tuple[RouteAnswer, ...]


@dataclass(frozen=True, slots=True)
class RouteSaved:
    """The version that a route has now."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class ExplainedAnswer:
    """Which way a document would go: `route` is empty where none applies, and nobody has to approve.

    `problem` says what would stop it; `rates` are the exchange rates that were needed.
    """

    route: str
    title: str
    at_once: bool
    problem: str
    rules: tuple[RuleTried, ...]
    stages: tuple[StageExplained, ...]
    rates: Mapping[str, Any]


def routes_answer(session: Session, who: Actor) -> RoutesAnswer:
    """Return the rule table; for administrators."""
    require(who, Right.ADMINISTER)
    return RoutesAnswer(tuple(_answer(row) for row in routes(session)))


def route_answer(session: Session, who: Actor, code: str) -> RouteAnswer:
    """Return a route; for administrators. Raises `NotFound`."""
    require(who, Right.ADMINISTER)
    return _answer(one_route(session, code))


def explained_answer(found: Explained) -> ExplainedAnswer:
    """Return a dry run as programs read it."""
    return ExplainedAnswer(
        route=found.route.code if found.route else "",
        title=found.route.title if found.route else "",
        at_once=found.at_once,
        problem=found.problem,
        rules=found.rules,
        stages=found.stages,
        rates=found.rates,
    )


def _answer(row: RouteRow) -> RouteAnswer:
    return RouteAnswer(
        code=row.route.code,
        number=row.number,
        position=row.position,
        retired=row.retired_at is not None,
        author=row.author,
        note=row.note,
        created_at=row.created_at,
        route=plain(row.route),
    )
