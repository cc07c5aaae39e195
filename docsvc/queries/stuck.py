"""Approvals that do not go on by themselves, and why: each row has something that mends it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, visible
from docsvc.model import (
    Approval,
    ApprovalStage,
    ApprovalState,
    ApprovalTask,
    Document,
    Kind,
    StageState,
    State,
)
from docsvc.queries.seats import barred, given, heard, seated
from docsvc.queries.stuck_people import Candidate, Lack, Staff, staff
from docsvc.work import Actor

SILENT_AFTER = timedelta(days=3)
"""How long a task without a deadline may wait before somebody should ask."""


class Stuck(StrEnum):
    """Why something stands."""

    NOBODY = "nobody"
    BROKEN = "broken"
    PAUSED = "paused"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class StuckDocument:
    """The document that stands."""

    id: str
    kind: Kind
    number: str
    company: str
    owner: str


@dataclass(frozen=True, slots=True)
class StuckSeat:
    """A seat that nobody fills: why not, whom one could tell so, and who could take it."""

    task_id: str
    who: str
    role: str | None
    lacks: tuple[Lack, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class StuckApproval:
    """One approval that does not go on."""

    why: Stuck
    document: StuckDocument
    since: datetime | None
    stage: str
    due_at: datetime | None = None
    seats: tuple[StuckSeat, ...] = ()


def stuck_approvals(session: Session, actor: Actor, *, now: datetime) -> tuple[StuckApproval, ...]:
    """Return the approvals that stand, of documents that the actor may send; the oldest first."""
    people = staff(session, now)
    documents = session.scalars(
        select(Document)
        .where(Document.state == State.IN_APPROVAL, Document.trashed_at.is_(None), visible(actor, Right.SEND))
        .order_by(Document.updated_at, Document.id)
    ).all()
    approvals = _latest(session, documents)
    stages = _open_stages(session, documents)
    found = (
        _judge(document, approvals.get(document.id), stages.get(document.id), people)
        for document in documents
    )
    return tuple(row for row in found if row is not None)


def about(document: Document) -> StuckDocument:
    """Return what is said of a document that stands."""
    return StuckDocument(
        document.id, Kind(document.kind), document.number, document.company_name, document.owner.name
    )


def _latest(session: Session, documents: Iterable[Document]) -> Mapping[str, Approval]:
    current = [document.current_version_id for document in documents]
    rounds = select(Approval).where(Approval.version_id.in_(current)).order_by(Approval.round)
    return {approval.document_id: approval for approval in session.scalars(rounds)}


def _open_stages(session: Session, documents: Iterable[Document]) -> Mapping[str, ApprovalStage]:
    current = [document.current_version_id for document in documents]
    found = select(ApprovalStage).where(
        ApprovalStage.version_id.in_(current), ApprovalStage.state == StageState.OPEN.value
    )
    return {stage.document_id: stage for stage in session.scalars(found)}


def _judge(
    document: Document, approval: Approval | None, stage: ApprovalStage | None, people: Staff
) -> StuckApproval | None:
    what = about(document)
    if approval is not None and approval.state == ApprovalState.PAUSED.value:
        return StuckApproval(Stuck.PAUSED, what, approval.paused_at, stage.name if stage else "")
    if stage is None or given(stage) >= stage.needed or not any(task.open for task in stage.seats):
        return StuckApproval(Stuck.BROKEN, what, document.updated_at, stage.name if stage else "")
    not_them = barred(document, approval)
    seats = tuple(task for task in stage.seats if task.decision is None)
    if _cannot_pass(stage, seats, people, not_them):
        lacking = tuple(task for task in seats if not people.able(task, not_them)) or seats
        rows = tuple(_seat(task, stage, people, not_them) for task in lacking)
        return StuckApproval(Stuck.NOBODY, what, stage.opened_at, stage.name, seats=rows)
    return _silent(what, stage, people, not_them)


def _cannot_pass(
    stage: ApprovalStage, seats: tuple[ApprovalTask, ...], people: Staff, not_them: frozenset[str]
) -> bool:
    """Tell whether too few different people are here for what the stage still needs."""
    fillable = seated([people.able(task, not_them) - heard(stage) for task in seats])
    return fillable < stage.needed - given(stage)


def _silent(
    what: StuckDocument, stage: ApprovalStage, people: Staff, not_them: frozenset[str]
) -> StuckApproval | None:
    """Return a stage in which every step is done, or that has no deadline, and nobody decides."""
    late = [task for task in stage.seats if task.open and task.decision is None and _late(task, people.now)]
    if not late:
        return None
    return StuckApproval(
        Stuck.SILENT,
        what,
        min(task.opened_at or people.now for task in late),
        stage.name,
        due_at=min((task.due_at for task in late if task.due_at), default=None),
        seats=tuple(_seat(task, stage, people, not_them) for task in late),
    )


def _late(task: ApprovalTask, now: datetime) -> bool:
    if task.due_at is None:
        return task.opened_at is not None and task.opened_at + SILENT_AFTER <= now
    return task.due_at <= now and task.next_at is None


def _seat(task: ApprovalTask, stage: ApprovalStage, people: Staff, not_them: frozenset[str]) -> StuckSeat:
    taken = {each.user_id for each in stage.seats} | {
        each.decision.user_id for each in stage.seats if each.decision is not None
    }
    return StuckSeat(
        task_id=task.id,
        who=task.user.name if task.user else "",
        role=task.role,
        lacks=people.lacks(task, not_them),
        candidates=people.candidates(without=not_them | {each for each in taken if each}),
    )
