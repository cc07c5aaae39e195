"""Where documents wait for a decision now: at which stage, for whom, how long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from docsvc.model import (
    ApprovalStage,
    ApprovalTask,
    Decision,
    Document,
    Kind,
    Role,
    State,
    User,
)
from docsvc.queries.figures_filter import Counted

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """What waits at one stage for one person, or for whoever of a role comes first.

    `since` is when the longest waiting of them, the document named here, was asked for.
    """

    stage: str
    person: str
    role: Role | None
    count: int
    overdue: int
    since: datetime
    document_id: str
    kind: Kind
    number: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many documents wait now, how many of them over the deadline, and where; the longest first."""

    documents: int
    overdue: int
    rows: tuple[WaitingRow, ...]


def waiting(session: Session, counted: Counted) -> Waiting:
    """Return where documents wait now; the period does not matter for that."""
    late = and_(ApprovalTask.due_at.is_not(None), ApprovalTask.due_at < counted.now)
    in_all = _joined(
        select(
            func.count(Document.id.distinct()),
            func.count(case((late, Document.id)).distinct()),
        ).select_from(ApprovalTask),
        counted,
    )
    documents, overdue = session.execute(in_all).one()
    return Waiting(documents, overdue, tuple(_rows(session, counted, late)))


def _rows(session: Session, counted: Counted, late: ColumnElement[bool]) -> list[WaitingRow]:
    place = (ApprovalStage.name, ApprovalTask.role, ApprovalTask.user_id)
    each = _joined(
        select(
            ApprovalStage.name.label("stage"),
            func.coalesce(User.name, "").label("person"),
            ApprovalTask.role,
            func.count(ApprovalTask.id).over(partition_by=place).label("waiting"),
            func.sum(case((late, 1), else_=0)).over(partition_by=place).label("overdue"),
            ApprovalTask.opened_at.label("since"),
            Document.id.label("document_id"),
            Document.kind,
            Document.number,
            _nth(place).label("nth"),
        )
        .select_from(ApprovalTask)
        .outerjoin(User, User.id == ApprovalTask.user_id),
        counted,
    ).subquery()
    oldest = select(each).where(each.c.nth == 1).order_by(each.c.since, each.c.stage).limit(MOST_ROWS)
    return [
        WaitingRow(
            stage=row.stage,
            person=row.person,
            role=Role(row.role) if row.role and not row.person else None,
            count=row.waiting,
            overdue=row.overdue,
            since=row.since,
            document_id=row.document_id,
            kind=Kind(row.kind),
            number=row.number,
        )
        for row in session.execute(oldest)
    ]


def _nth(place: tuple[Any, ...]) -> ColumnElement[int]:
    return func.row_number().over(partition_by=place, order_by=(ApprovalTask.opened_at, ApprovalTask.id))


def _joined(selected: Select[*tuple[Any, ...]], counted: Counted) -> Select[*tuple[Any, ...]]:
    return (
        selected.join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .join(Document, Document.id == ApprovalTask.document_id)
        .outerjoin(Decision, Decision.task_id == ApprovalTask.id)
        .where(
            ApprovalTask.open,
            ApprovalTask.opened_at.is_not(None),
            Decision.id.is_(None),
            Document.state == State.IN_APPROVAL.value,
            Document.trashed_at.is_(None),
            counted.documents(ApprovalStage.route_id),
        )
    )
