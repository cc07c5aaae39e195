"""What the figures are counted over: a period, a route, a kind, a department, and what the reader may see."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, and_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement

from docsvc.access import Right, visible
from docsvc.model import Approval, ApprovalRoute, ApprovalState, Document, Kind
from docsvc.work import Actor

USUAL_DAYS = 30
MOST_DAYS = 366
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
"""Between them every day has neighbours in a calendar, whatever was typed; nothing is counted beyond."""
VERDICTS = (ApprovalState.PASSED.value, ApprovalState.RETURNED.value, ApprovalState.REJECTED.value)
"""How a round ends by a decision; a withdrawal or a fresh start is none."""


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """Days from `since` through `until`; an empty route or department, or no kind, means all of them."""

    since: date
    until: date
    route: str = ""
    kind: Kind | None = None
    department_id: str = ""


def period(since: date | None, until: date | None, *, today: date) -> tuple[date, date]:
    """Return the days to count over: the last 30 unless asked otherwise, in order, at most 366."""
    last = _counted_day(until or max(today, since or today))
    first = _counted_day(since) if since else last - timedelta(days=USUAL_DAYS - 1)
    first, last = min(first, last), max(first, last)
    return max(first, last - timedelta(days=MOST_DAYS - 1)), last


def _counted_day(day: date) -> date:
    return min(max(day, EARLIEST), LATEST)


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows that are counted for a reader: from `start` to before `end`."""

    actor: Actor
    chosen: FigureFilter
    zone: ZoneInfo
    now: datetime

    @property
    def start(self) -> datetime:
        """Return the first moment of the period."""
        return self.midnight(self.chosen.since)

    @property
    def end(self) -> datetime:
        """Return the moment after the period."""
        return self.midnight(self.chosen.until + timedelta(days=1))

    def midnight(self, day: date) -> datetime:
        """Return when a day begins where the organisation is (aware UTC)."""
        return datetime.combine(day, time(), tzinfo=self.zone).astimezone(UTC)

    def within(self, moment: Any) -> ColumnElement[bool]:
        """Return the condition that a column's moment is of the period."""
        return and_(moment >= self.start, moment < self.end)

    def documents(self, route_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Return the condition on `Document` and the route of a row beside it."""
        chosen = self.chosen
        found = [visible(self.actor, Right.VIEW_FIGURES)]
        if chosen.kind is not None:
            found.append(Document.kind == chosen.kind.value)
        if chosen.department_id:
            found.append(Document.department_id == chosen.department_id)
        if chosen.route:
            versions = select(ApprovalRoute.id).where(ApprovalRoute.code == chosen.route)
            found.append(route_id.in_(versions))
        return and_(*found)

    def ended(self) -> ColumnElement[bool]:
        """Return the condition on `Approval` and `Document`: rounds that a verdict of the period has ended.

        A round that ended as it began was passed by its route without anybody: it would only flatter.
        """
        return and_(
            Approval.state.in_(VERDICTS),
            Approval.ended_at > Approval.started_at,
            self.within(Approval.ended_at),
            self.documents(Approval.route_id),
        )


class Epoch(FunctionElement[int]):
    """A moment as whole seconds since 1970: a tenth of the cost of reading it as a time."""

    type = Integer()
    inherit_cache = True


@compiles(Epoch)
def _epoch(element: Epoch, compiler: Any, **options: Any) -> str:
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **options)})) AS BIGINT)"


@compiles(Epoch, "sqlite")
def _sqlite_epoch(element: Epoch, compiler: Any, **options: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **options)}) AS INTEGER)"
