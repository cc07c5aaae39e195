"""Shares with a target, and how much is started and finished: each is defined here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.functions import GenericFunction

from docsvc.model import (
    Approval,
    ApprovalStage,
    ApprovalState,
    ApprovalTask,
    Decision,
    Document,
    Replaced,
)
from docsvc.model.figures import Metric, Share
from docsvc.model.route_input import Escalation
from docsvc.model.sla_clock import SUPERSEDED
from docsvc.queries.figures_filter import VERDICTS, Counted
from docsvc.queries.figures_time import of_round

ESCALATIONS = (Escalation.NOTIFY_MANAGER.value, Escalation.HAND_OVER.value, Escalation.REJECT.value)
"""Steps that are more than a reminder."""


@dataclass(frozen=True, slots=True)
class Week:
    """How many rounds were started and finished in the week from `monday`."""

    monday: date
    started: int
    finished: int


def sla_kept(session: Session, counted: Counted) -> Share:
    """Return the share of seats with a deadline that were decided by it.

    A decision counts when it is given. A seat without one counts as missed when its deadline passes while its
    stage waits for it, or it was handed over for silence; one that somebody delegated, or that others made
    needless before the deadline, does not count.
    """
    in_time = func.coalesce(func.sum(case((Decision.at <= ApprovalTask.due_at, 1), else_=0)), 0)
    decided = (
        select(func.count(ApprovalTask.id), in_time)
        .select_from(Decision)
        .join(ApprovalTask, ApprovalTask.id == Decision.task_id)
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .join(Document, Document.id == ApprovalTask.document_id)
        .where(
            ApprovalTask.due_at.is_not(None),
            counted.within(Decision.at),
            counted.documents(ApprovalStage.route_id),
        )
    )
    whole, part = session.execute(decided).one()
    return Share(Metric.SLA, part, whole + _undecided(session, counted))


def _undecided(session: Session, counted: Counted) -> int:
    """Count the seats whose deadline passed without a decision.

    Asked apart from what was decided: of the two each is found by its time, and neither in one question.
    """
    found = (
        select(func.count(ApprovalTask.id))
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .join(Document, Document.id == ApprovalTask.document_id)
        .outerjoin(Approval, of_round())
        .where(_missed(counted), ~ApprovalTask.decision.has(), counted.documents(ApprovalStage.route_id))
    )
    return session.scalar(found) or 0


def _missed(counted: Counted) -> ColumnElement[bool]:
    waited = func.coalesce(ApprovalStage.closed_at, counted.now) > ApprovalTask.due_at
    paused = func.coalesce(Approval.state, "") == ApprovalState.PAUSED.value
    return and_(
        counted.within(ApprovalTask.due_at),
        ApprovalTask.due_at < counted.now,
        or_(
            ApprovalTask.replaced_why == Replaced.HANDED_OVER.value,
            and_(ApprovalTask.replaced_why.is_(None), waited, not_(paused)),
        ),
    )


def first_time_right(session: Session, counted: Counted) -> Share:
    """Return the share of documents whose first verdict was approval, in the first round of its version.

    A document counts when its first round ends by a verdict; a return, a rejection or a fresh start before
    that is not right the first time.
    """
    before = aliased(Approval)
    earlier = select(before.id).where(
        before.document_id == Approval.document_id,
        before.state.in_(VERDICTS),
        before.ended_at > before.started_at,
        before.ended_at < Approval.ended_at,
    )
    right = and_(Approval.state == ApprovalState.PASSED.value, Approval.round == 1)
    found = (
        select(func.count(Approval.id), func.coalesce(func.sum(case((right, 1), else_=0)), 0))
        .join(Document, Document.id == Approval.document_id)
        .where(counted.ended(), ~earlier.exists())
    )
    whole, part = session.execute(found).one()
    return Share(Metric.FIRST_TIME, part, whole)


def escalated(session: Session, counted: Counted) -> Share:
    """Return the share of rounds that came to a manager, a deputy, or a rejection by time."""
    steps = _Elements(ApprovalTask.steps).table_valued("value")
    done = steps.c.value.op("->>")("done")
    found_in = (
        select(ApprovalTask.id)
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .join(steps, done != SUPERSEDED)
        .where(of_round(), steps.c.value.op("->>")("act").in_(ESCALATIONS))
        .correlate(Approval)
    )
    found = (
        select(func.count(Approval.id), func.coalesce(func.sum(case((found_in.exists(), 1), else_=0)), 0))
        .join(Document, Document.id == Approval.document_id)
        .where(counted.ended())
    )
    whole, part = session.execute(found).one()
    return Share(Metric.ESCALATED, part, whole)


class _Elements(GenericFunction[Any]):
    """The elements of a JSON list as rows with a `value`."""

    name = "json_array_elements"
    inherit_cache = True


@compiles(_Elements, "sqlite")
def _sqlite_elements(element: _Elements, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


def weeks(session: Session, counted: Counted) -> tuple[Week, ...]:
    """Return how many rounds began and ended by a verdict in each week of the period, by Mondays."""
    chosen = counted.chosen
    first = chosen.since - timedelta(days=chosen.since.weekday())
    mondays = [first + timedelta(weeks=n) for n in range((chosen.until - first).days // 7 + 1)]
    people_asked = or_(Approval.ended_at.is_(None), Approval.ended_at > Approval.started_at)
    begun = and_(counted.within(Approval.started_at), people_asked, counted.documents(Approval.route_id))
    started = _by_week(session, counted, mondays, Approval.started_at, begun)
    finished = _by_week(session, counted, mondays, Approval.ended_at, counted.ended())
    return tuple(Week(day, started.get(n, 0), finished.get(n, 0)) for n, day in enumerate(mondays))


def _by_week(
    session: Session,
    counted: Counted,
    mondays: Iterable[date],
    moment: Any,
    condition: ColumnElement[bool],
) -> dict[int, int]:
    ends = [(moment < counted.midnight(day + timedelta(weeks=1)), n) for n, day in enumerate(mondays)]
    each = (
        select(case(*ends).label("week"))
        .select_from(Approval)
        .join(Document, Document.id == Approval.document_id)
        .where(condition)
        .subquery()
    )
    counts = select(each.c.week, func.count()).group_by(each.c.week)
    return {week: count for week, count in session.execute(counts)}  # noqa: C416 -- rows, not pairs
