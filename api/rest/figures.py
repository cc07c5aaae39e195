"""The figures of approvals, for dashboards of others."""

from pydantic import Field

from api.context import tools
from api.rest.blueprint import operations
from api.rest.operations import Answer
from docsvc.errors import BadInput
from docsvc.model import Kind
from docsvc.model.api_scopes import ApiScope
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import MaybeDay, Text
from docsvc.queries.api_figures import FiguresAnswer, department_named, figures_answer
from docsvc.queries.figures import figures
from docsvc.queries.figures_filter import FigureFilter, period
from docsvc.work import Actor


class FiguresQuery(Strict):
    """Which figures: a period in days, at most 366, and what to narrow them to."""

    since: MaybeDay = Field(None, title="период, с какого дня")
    until: MaybeDay = Field(None, title="период, по какой день")
    route: Text = Field("", title="код маршрута", max_length=40)
    kind: Kind | None = Field(None, title="вид документа")
    department: Text = Field("", title="название отдела", max_length=200)


@operations.declare(
    "GET /figures", scope=ApiScope.DOCUMENTS_READ, query=FiguresQuery, answers={200: FiguresAnswer}
)
def get_figures(who: Actor, query: FiguresQuery) -> Answer:
    """Read how long approvals take, how well they go and where documents wait now.

    Without days the last 30 are counted. A head reads their department, directors and administrators all;
    nobody else may.
    """
    if query.since and query.until and query.since > query.until:
        raise BadInput([("until", "раньше, чем начало периода")])
    now, zone = tools().clock(), tools().settings.timezone
    since, until = period(query.since, query.until, today=now.astimezone(zone).date())
    with tools().read() as session:
        department = department_named(session, query.department)
        chosen = FigureFilter(since, until, query.route, query.kind, department)
        return Answer(figures_answer(figures(session, who, chosen, now=now, zone=zone)))
