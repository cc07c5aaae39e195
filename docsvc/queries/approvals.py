"""The stages of a document's approval, and the tasks that await a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from docsvc.model import ApprovalStage, ApprovalTask, Document, Quorum, Role, StageState, State, Verdict
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One approver's part: a name, or a role while nobody of it has decided."""

    name: str
    position: str
    role: Role | None
    verdict: Verdict | None
    comment: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of an approval round."""

    name: str
    version_id: str
    quorum: Quorum
    state: StageState
    opened_at: datetime | None
    tasks: tuple[TaskRow, ...]


def stages(session: Session, document_id: str, *, comments: bool = True) -> tuple[StageRow, ...]:
    """Return the stages of the document's last approval, in order; on demand without `comments`."""
    made = select(ApprovalStage).where(ApprovalStage.document_id == document_id)
    last = session.scalars(made.order_by(ApprovalStage.id.desc()).limit(1)).one_or_none()
    if last is None:
        return ()
    found = (
        select(ApprovalStage)
        .where(ApprovalStage.version_id == last.version_id, ApprovalStage.round == last.round)
        .order_by(ApprovalStage.position)
    )
    return tuple(_stage(stage, comments=comments) for stage in session.scalars(found))


def awaits(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on open `ApprovalTask` rows that the actor may decide on."""
    roles = [role.value for role in actor.roles]
    mine = or_(
        ApprovalTask.user_id == actor.id, and_(ApprovalTask.user_id.is_(None), ApprovalTask.role.in_(roles))
    )
    return and_(ApprovalTask.open, ~ApprovalTask.decision.has(), mine)


def is_asked(session: Session, actor: Actor, document_id: str) -> bool:
    """Tell whether an open approval of the document awaits the actor."""
    found = select(ApprovalTask.id).where(ApprovalTask.document_id == document_id, awaits(actor)).limit(1)
    return session.scalar(found) is not None


def inbox_count(session: Session, actor: Actor) -> int:
    """Return how many documents await the actor's decision."""
    counted = (
        select(func.count(ApprovalTask.document_id.distinct()))
        .join(Document, Document.id == ApprovalTask.document_id)
        .where(awaits(actor), Document.state == State.IN_APPROVAL)
    )
    return session.scalar(counted) or 0


def _stage(stage: ApprovalStage, *, comments: bool) -> StageRow:
    return StageRow(
        name=stage.name,
        version_id=stage.version_id,
        quorum=Quorum(stage.quorum),
        state=StageState(stage.state),
        opened_at=stage.opened_at,
        tasks=tuple(_task(task, comments=comments) for task in stage.tasks),
    )


def _task(task: ApprovalTask, *, comments: bool) -> TaskRow:
    decision = task.decision
    person = decision.user if decision else task.user
    return TaskRow(
        name=person.name if person else "",
        position=person.position if person else "",
        role=Role(task.role) if task.role else None,
        verdict=Verdict(decision.verdict) if decision else None,
        comment=decision.comment if decision and comments else "",
        at=decision.at if decision else None,
    )
