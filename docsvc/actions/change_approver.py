"""Change who decides in a stage that has not passed: another person, one less, one more."""

from docsvc.access import Right, Scope, scope_of
from docsvc.actions.initiator import steer
from docsvc.actions.stages import open_seat, pass_stage, replace_task, stages_of, told
from docsvc.actions.stand_in import find_stand_in, is_passable, require_passable, undecided
from docsvc.errors import AlreadyDecided, CannotStandIn, NotFound, QuorumKept
from docsvc.mail.post import post_to_user
from docsvc.model import (
    ApprovalStage,
    ApprovalTask,
    Document,
    Quorum,
    Replaced,
    Role,
    StageState,
    User,
    new_id,
)
from docsvc.work import Actor, Work

ADDED = "added:"
"""How the seat of somebody begins whom no route asked for."""


def change_approver(
    work: Work, document_id: str, *, actor: Actor, task_id: str, to_user_id: str | None, reason: str
) -> None:
    """Give an undecided seat to another person, or take it out (None).

    What the route demands stays: the seat of a role goes to somebody of that role, and no seat leaves that
    the quorum needs; only an administrator may. Raises `CannotStandIn`, `QuorumKept`, `AlreadyDecided`.
    """
    document, approval = steer(work, document_id, actor=actor, reason=reason, paused=True)
    task = _task(work, document, task_id)
    before = told(work, document, task)
    after = None
    if to_user_id is None:
        _remove(work, document, task, actor=actor, reason=reason.strip())
    else:
        after = _exchange(work, document, task, actor=actor, user_id=to_user_id, reason=reason.strip())
    work.record(
        document,
        "approval.approver_changed",
        actor,
        stage=task.stage.name,
        taken_from=task.user_id or task.role,
        to=after.id if after else None,
        private={"reason": reason.strip(), "to_name": after.name if after else ""},
    )
    if task.stage.state == StageState.OPEN.value:
        words = {"who": actor.name, "reason": reason.strip(), "to": after.name if after else ""}
        for user in before:
            post_to_user(work, "approval_released", user, document=document, **words)
    if approval is None or approval.paused_at is None:
        pass_stage(work, document, task.stage)


def add_approver(
    work: Work, document_id: str, *, actor: Actor, stage_id: str, user_id: str, reason: str
) -> None:
    """Ask one more person in a stage that has not passed.

    Where any of several decides, one more would lower what the route asks for: only an administrator may.
    """
    document, _ = steer(work, document_id, actor=actor, reason=reason, paused=True)
    stage = _stage(work, document, stage_id)
    if stage.quorum != Quorum.ALL.value and not _administers(actor):
        raise QuorumKept(stage=stage.name)
    colleague = find_stand_in(work, document, stage, user_id=user_id)
    task = ApprovalTask(
        id=new_id(),
        stage=stage,
        document_id=document.id,
        user_id=colleague.id,
        asked_as=f"{ADDED}{actor.id}",
        reason=reason.strip(),
    )
    work.add(task)
    require_passable(work, document, stage, user=colleague)
    work.record(
        document,
        "approval.approver_added",
        actor,
        stage=stage.name,
        to=colleague.id,
        private={"reason": reason.strip(), "to_name": colleague.name},
    )
    if any(each.open for each in stage.seats):
        open_seat(work, task)
        _ask(work, document, task)


def _exchange(
    work: Work, document: Document, task: ApprovalTask, *, actor: Actor, user_id: str, reason: str
) -> User:
    colleague = find_stand_in(work, document, task.stage, user_id=user_id)
    kind, _, role = task.asked_as.partition(":")
    wanted = task.role or (role if kind == "role" else None)
    if wanted and Role(wanted) not in colleague.roles and not _administers(actor):
        raise CannotStandIn(who=colleague.name, why="маршрут просит сотрудника с другой ролью")
    seat = replace_task(work, task, why=Replaced.CHANGED, user_id=colleague.id, reason=reason)
    require_passable(work, document, task.stage, user=colleague)
    if seat.open:
        _ask(work, document, seat)
    return colleague


def _remove(work: Work, document: Document, task: ApprovalTask, *, actor: Actor, reason: str) -> None:
    """Take a seat out: none that the stage cannot pass without, and no initiator one the quorum needs."""
    could = is_passable(work, document, task.stage)
    stage, left = task.stage, len(task.stage.seats) - 1
    needed = left + 1 if stage.quorum == Quorum.ALL.value else stage.needed
    spare = task.asked_as.startswith(ADDED) or left >= needed or _administers(actor)
    if left == 0 or not spare:
        raise QuorumKept(stage=stage.name)
    task.open, task.replaced_why, task.reason = False, Replaced.REMOVED.value, reason
    work.session.flush()
    if could and not is_passable(work, document, stage):
        raise QuorumKept(stage=stage.name)


def _ask(work: Work, document: Document, task: ApprovalTask) -> None:
    for user in told(work, document, task):
        post_to_user(work, "approval_asked", user, document=document, stage=task.stage.name, task=task.id)


def _task(work: Work, document: Document, task_id: str) -> ApprovalTask:
    for stage in stages_of(work, document):
        for task in stage.tasks:
            if task.id == task_id:
                _stage(work, document, stage.id)
                if not undecided(task):
                    raise AlreadyDecided(who=task.decision.user.name if task.decision else "")
                return task
    raise NotFound


def _stage(work: Work, document: Document, stage_id: str) -> ApprovalStage:
    """Return a stage of the round that has not passed yet."""
    for stage in stages_of(work, document):
        if stage.id == stage_id:
            if stage.state not in {StageState.OPEN.value, StageState.WAITING.value}:
                names = [task.decision.user.name for task in stage.seats if task.decision]
                raise AlreadyDecided(who=", ".join(names))
            return stage
    raise NotFound


def _administers(actor: Actor) -> bool:
    return scope_of(actor, Right.ADMINISTER) is Scope.ALL
