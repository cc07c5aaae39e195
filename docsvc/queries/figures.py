"""The figures of approvals over a period, for those who answer for them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, Scope, may, scope_of
from docsvc.errors import Forbidden
from docsvc.model import ApprovalRoute, Department
from docsvc.model.figures import Share
from docsvc.queries.calendar import calendar_of
from docsvc.queries.figures_filter import Counted, FigureFilter
from docsvc.queries.figures_returns import TemplateReturns, returns
from docsvc.queries.figures_shares import Week, escalated, first_time_right, sla_kept, weeks
from docsvc.queries.figures_time import Times, times
from docsvc.queries.figures_waiting import Waiting, waiting
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class Choice:
    """A route or a department to choose."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is counted for a reader over `chosen`."""

    chosen: FigureFilter
    times: Times
    weeks: tuple[Week, ...]
    sla: Share
    first_time: Share
    escalated: Share
    returns: tuple[TemplateReturns, ...]
    waiting: Waiting

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happened in the period and nothing waits."""
        moved = any(week.started or week.finished for week in self.weeks)
        return not (moved or self.times.people or self.waiting.documents)


def figures(
    session: Session, actor: Actor, chosen: FigureFilter, *, now: datetime, zone: ZoneInfo
) -> Figures:
    """Return the figures of what the actor answers for; raise `Forbidden` where that is nothing."""
    if not may(actor, Right.VIEW_FIGURES):
        raise Forbidden
    counted = Counted(actor, chosen, zone, now)
    return Figures(
        chosen=chosen,
        times=times(session, counted, calendar_of(session, zone=zone), _titles(session)),
        weeks=weeks(session, counted),
        sla=sla_kept(session, counted),
        first_time=first_time_right(session, counted),
        escalated=escalated(session, counted),
        returns=returns(session, counted),
        waiting=waiting(session, counted),
    )


def route_choices(session: Session) -> tuple[Choice, ...]:
    """Return every route that there ever was, by title."""
    return tuple(
        Choice(code, title) for code, title in sorted(_titles(session).items(), key=lambda row: row[1])
    )


def department_choices(session: Session, actor: Actor) -> tuple[Choice, ...]:
    """Return the departments that the actor may choose from: none for the head of one."""
    if scope_of(actor, Right.VIEW_FIGURES) is not Scope.ALL:
        return ()
    found = select(Department.id, Department.name).order_by(Department.name)
    return tuple(Choice(department_id, name) for department_id, name in session.execute(found))


def _titles(session: Session) -> dict[str, str]:
    """Return the title of each route as its newest version has it."""
    found = select(ApprovalRoute.code, ApprovalRoute.terms["title"].as_string()).order_by(
        ApprovalRoute.number
    )
    return {code: title or code for code, title in session.execute(found)}
