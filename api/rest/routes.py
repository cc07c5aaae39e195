"""Approval routes: read, saved, and tried on a deal."""

from pydantic import Field

from api.context import tools
from api.rest.blueprint import operations
from api.rest.operations import Answer
from api.rest.schemas import Id
from api.rest.told import in_language
from docsvc.actions.save_route import LONGEST_NOTE, save_route
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import Kind
from docsvc.model.api_scopes import ApiScope
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import Text
from docsvc.model.route_input import RouteInput
from docsvc.queries.api_routes import (
    ExplainedAnswer,
    RouteAnswer,
    RoutesAnswer,
    RouteSaved,
    explained_answer,
    route_answer,
    routes_answer,
)
from docsvc.queries.explain_deal import explain_deal
from docsvc.work import Actor


class NoteQuery(Strict):
    """What is said of a new version."""

    note: Text = Field("", title="примечание", max_length=LONGEST_NOTE)


class ExplainInput(Strict):
    """Of which deal, and for which kind of document."""

    deal_id: Id = Field(title="сделка")
    kind: Kind = Field(title="вид документа")


@operations.declare("GET /routes", scope=ApiScope.ROUTES_READ, answers={200: RoutesAnswer})
def get_routes(who: Actor) -> Answer:
    """List the rule table in its order: the first route that applies to a document is taken."""
    with tools().read() as session:
        return Answer(routes_answer(session, who))


@operations.declare("GET /routes/{route_code}", scope=ApiScope.ROUTES_READ, answers={200: RouteAnswer})
def get_route(who: Actor, route_code: str) -> Answer:
    """Read the current version of a route."""
    with tools().read() as session:
        return Answer(route_answer(session, who, route_code))


@operations.declare(
    "PUT /routes/{route_code}",
    scope=ApiScope.ROUTES_WRITE,
    body=RouteInput,
    query=NoteQuery,
    answers={200: RouteSaved},
)
def put_route(who: Actor, route_code: str, body: RouteInput, query: NoteQuery) -> Answer:
    """Save a route: a new version where it says something new; a new route goes to the end of the table.

    A route that cannot work is refused, and `errors` lists every reason by its path. Documents under way keep
    the stages that they began with.
    """
    if body.code != route_code:
        raise BadInput(
            [
                (
                    "code",
                    Phrase(
                        "в адресе — «%(route_code)s», а в маршруте — «%(code)s»",
                        route_code=route_code,
                        code=body.code,
                    ),
                )
            ]
        )
    with tools().work() as work:
        return Answer(RouteSaved(body.code, save_route(work, body, actor=who, note=query.note)))


@operations.declare(
    "POST /routes/explain",
    scope=ApiScope.ROUTES_READ,
    body=ExplainInput,
    answers={200: ExplainedAnswer},
)
def explain_route(who: Actor, body: ExplainInput) -> Answer:
    """Tell which way a document of that kind would go, and why; nothing is made.

    Each rule of the table that was tried is told with what decided on it, then each stage with the people who
    would be asked.
    """
    opened = tools()
    with opened.read() as session:
        today = opened.clock().astimezone(opened.settings.timezone).date()
        found = explain_deal(session, opened.blobs, body.deal_id, body.kind, actor=who, today=today)
    return Answer(in_language(explained_answer(found)))
