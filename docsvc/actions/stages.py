"""Opening the stages of an approval, one after the other."""

from sqlalchemy import select

from docsvc.mail.post import post_to_user
from docsvc.model import (
    ApprovalStage,
    ApprovalTask,
    Document,
    Move,
    Role,
    StageState,
    User,
    UserRole,
)
from docsvc.work import SYSTEM, Work


def stages_of(work: Work, document: Document) -> tuple[ApprovalStage, ...]:
    """Return the stages of the current version's latest round, in order."""
    rows = work.session.scalars(
        select(ApprovalStage)
        .where(ApprovalStage.version_id == document.current_version_id)
        .order_by(ApprovalStage.round.desc(), ApprovalStage.position),
    ).all()
    return tuple(row for row in rows if row.round == rows[0].round)


def open_next_stage(work: Work, document: Document) -> None:
    """Open the first waiting stage and tell its approvers; approve the document when none is left."""
    waiting = [stage for stage in stages_of(work, document) if stage.state == StageState.WAITING.value]
    if not waiting:
        document.move(Move.APPROVE)
        work.record(document, "document.approved", SYSTEM)
        post_to_user(work, "approved", document.owner, document=document)
        return
    stage = waiting[0]
    stage.state, stage.opened_at = StageState.OPEN.value, work.now
    work.record(document, "approval.stage_opened", SYSTEM, stage=stage.name, position=stage.position)
    for task in stage.tasks:
        task.open = True
        for user in approvers(work, task):
            post_to_user(work, "approval_asked", user, document=document, stage=stage.name)


def close_tasks(stage: ApprovalStage) -> None:
    """Take what is left of a stage out of everybody's inbox."""
    for task in stage.tasks:
        task.open = False


def approvers(work: Work, task: ApprovalTask) -> tuple[User, ...]:
    """Return who may decide: the person named, or every active person with the role."""
    if task.user is not None:
        return (task.user,)
    statement = select(User).join(UserRole).where(UserRole.role == Role(task.role or "").value, User.active)
    return tuple(work.session.scalars(statement).unique())
