"""The seat on which a person may decide now, and for whom they would."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ApprovalTask, Document, User, UserRole
from docsvc.queries.approvals import awaits
from docsvc.queries.seats import barred, heard, round_of
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """An open seat of the actor's; `on_behalf_of` names the absent person whom they would stand in for."""

    task_id: str
    stage_id: str
    stage: str
    position: int
    opened_at: datetime | None
    due_at: datetime | None
    checklist: tuple[str, ...]
    on_behalf_of: str


def own_seat(session: Session, actor: Actor, document_id: str) -> OwnSeat | None:
    """Return the seat that the actor's verdict would be of, their own before one they stand in for."""
    found = select(ApprovalTask).where(ApprovalTask.document_id == document_id, awaits(actor))
    tasks = sorted(session.scalars(found.order_by(ApprovalTask.id)), key=lambda task: _rank(task, actor))
    if not tasks:
        return None
    task = tasks[0]
    return OwnSeat(
        task_id=task.id,
        stage_id=task.stage_id,
        stage=task.stage.name,
        position=task.stage.position,
        opened_at=task.opened_at,
        due_at=task.due_at,
        checklist=tuple(task.stage.rules.get("checklist", ())),
        on_behalf_of=_absent(session, task, actor),
    )


def _rank(task: ApprovalTask, actor: Actor) -> int:
    if task.user_id is not None:
        return 0 if task.user_id == actor.id else 2
    return 1 if _holds_role(task, actor) else 3


def _holds_role(task: ApprovalTask, actor: Actor) -> bool:
    return any(role.value == task.role for role in actor.roles)


def _absent(session: Session, task: ApprovalTask, actor: Actor) -> str:
    if task.user is not None:
        return "" if task.user_id == actor.id else task.user.name
    if _holds_role(task, actor):
        return ""
    holders = select(UserRole.user_id).where(UserRole.role == task.role)
    silent = _silent(session, task)
    names = select(User.name).where(User.id.in_(holders), User.id.in_(actor.stands_for - silent))
    return session.scalars(names.order_by(User.name).limit(1)).first() or ""


def _silent(session: Session, task: ApprovalTask) -> frozenset[str]:
    """Return who might not decide on the seat themselves: their deputy is not theirs here."""
    document = session.get_one(Document, task.document_id)
    return barred(document, round_of(session, task.stage)) | heard(task.stage)
