"""The stages of an approval: opening one after the other, giving seats to others, stopping."""

from sqlalchemy import func, select

from docsvc.actions.approval_clock import start_clock
from docsvc.errors import NotRunning, WrongMove
from docsvc.mail.post import post_to_user
from docsvc.model import (
    Approval,
    ApprovalStage,
    ApprovalState,
    ApprovalTask,
    Document,
    Move,
    Replaced,
    StageState,
    State,
    User,
    new_id,
)
from docsvc.queries.deputies import stand_ins
from docsvc.queries.seats import barred, deciders, given
from docsvc.work import SYSTEM, Work

OUTCOMES = {
    ApprovalState.PASSED: "approved",
    ApprovalState.RETURNED: "returned",
    ApprovalState.REJECTED: "rejected",
    ApprovalState.WITHDRAWN: "withdrawn",
}
"""How an end is called in the letter to those who look on; a restart is none."""


def stages_of(work: Work, document: Document) -> tuple[ApprovalStage, ...]:
    """Return the stages of the current version's latest round, in order."""
    rows = work.session.scalars(
        select(ApprovalStage)
        .where(ApprovalStage.version_id == document.current_version_id)
        .order_by(ApprovalStage.round.desc(), ApprovalStage.position),
    ).all()
    return tuple(row for row in rows if row.round == rows[0].round)


def approval_of(work: Work, document: Document) -> Approval | None:
    """Return the current version's latest round; None where older code has begun it, or nobody."""
    rounds = select(Approval).where(Approval.version_id == document.current_version_id)
    return work.session.scalars(rounds.order_by(Approval.round.desc()).limit(1)).one_or_none()


def require_running(work: Work, document: Document, *, paused: bool = False) -> Approval | None:
    """Return the round that is under way; raise `WrongMove`, or `NotRunning` where it is not as `paused`."""
    if document.state != State.IN_APPROVAL.value:
        raise WrongMove(state=document.state, move="decide")
    approval = approval_of(work, document)
    is_paused = approval is not None and approval.state == ApprovalState.PAUSED.value
    if is_paused and not paused:
        raise NotRunning(how="приостановлено")
    return approval


def open_next_stage(work: Work, document: Document) -> None:
    """Open the first waiting stage and tell its approvers; approve the document when none is left."""
    stage = _first_waiting(work, document)
    if stage is None:
        _approve(work, document)
        return
    stage.state, stage.opened_at = StageState.OPEN.value, work.now
    work.record(document, "approval.stage_opened", SYSTEM, stage=stage.name, position=stage.position)
    for task in stage.seats:
        open_seat(work, task)
        for user in told(work, document, task):
            post_to_user(work, "approval_asked", user, document=document, stage=stage.name, task=task.id)


def _first_waiting(work: Work, document: Document) -> ApprovalStage | None:
    last = select(func.max(ApprovalStage.round)).where(
        ApprovalStage.version_id == document.current_version_id
    )
    waiting = (
        select(ApprovalStage)
        .where(
            ApprovalStage.version_id == document.current_version_id,
            ApprovalStage.round == last.scalar_subquery(),
            ApprovalStage.state == StageState.WAITING.value,
        )
        .order_by(ApprovalStage.position)
    )
    return work.session.scalars(waiting.limit(1)).one_or_none()


def pass_stage(work: Work, document: Document, stage: ApprovalStage) -> None:
    """Close an open stage that has its approvals, and open the next one."""
    if stage.state != StageState.OPEN.value or given(stage) < stage.needed:
        return
    stage.state, stage.closed_at = StageState.PASSED.value, work.now
    close_tasks(stage)
    open_next_stage(work, document)


def open_seat(work: Work, task: ApprovalTask) -> None:
    """Put a seat into the inbox of its people and start its clock."""
    task.open, task.opened_at = True, work.now
    work.session.flush()
    start_clock(work, task)


def close_tasks(stage: ApprovalStage) -> None:
    """Take what is left of a stage out of everybody's inbox."""
    for task in stage.tasks:
        task.open = False


def told(work: Work, document: Document, task: ApprovalTask) -> tuple[User, ...]:
    """Return whom a letter about a seat goes to: who may decide, and who stands in for those away."""
    not_them = barred(document, approval_of(work, document))
    found: dict[str, User] = {}
    for user in deciders(work.session, task, barred=not_them):
        for each in (user, *stand_ins(work.session, user.id, work.now)):
            found.setdefault(each.id, each)
    return tuple(user for user in found.values() if user.id not in not_them)


def awaited(work: Work, document: Document) -> tuple[User, ...]:
    """Return everybody in whose inbox the document lies."""
    people = {
        user.id: user
        for stage in stages_of(work, document)
        for task in stage.seats
        if task.open
        for user in told(work, document, task)
    }
    return tuple(people.values())


def initiators(document: Document, approval: Approval | None) -> tuple[User, ...]:
    """Return who is told how an approval goes: whoever asked for it, and the owner of the document."""
    asked = (approval.initiator, document.owner) if approval else (document.owner,)
    return tuple({user.id: user for user in asked}.values())


def replace_task(
    work: Work, task: ApprovalTask, *, why: Replaced, user_id: str | None, reason: str
) -> ApprovalTask:
    """Give an undecided seat to a person, or anew to its role (None); the old row stays and tells why.

    A seat that was open opens for the new person with a fresh clock. The caller records it and writes them.
    """
    was_open, task.open, task.replaced_why = task.open, False, why.value
    seat = ApprovalTask(
        id=new_id(),
        stage=task.stage,
        document_id=task.document_id,
        role=None if user_id else task.role,
        user_id=user_id,
        asked_as=task.asked_as,
        instead_of_id=task.user_id,
        reason=reason,
    )
    work.add(seat)
    if was_open:
        open_seat(work, seat)
    return seat


def stop_approval(
    work: Work, document: Document, *, state: ApprovalState, move: Move, who: str = "", reason: str = ""
) -> None:
    """End the round before its time: nobody is asked any more, and the document makes its move."""
    document.move(move)
    end_stages(work, document)
    end_approval(work, document, state=state, who=who, reason=reason)


def end_stages(work: Work, document: Document) -> None:
    """Take a round out of every inbox; the stage that was open is stopped."""
    for stage in stages_of(work, document):
        close_tasks(stage)
        if stage.state == StageState.OPEN.value:
            stage.state, stage.closed_at = StageState.STOPPED.value, work.now


def end_approval(
    work: Work, document: Document, *, state: ApprovalState, who: str = "", reason: str = ""
) -> None:
    """Write down how the round ended and tell those who look on; nothing where none is under way."""
    approval = approval_of(work, document)
    if approval is None or approval.ended_at is not None:
        return
    approval.state, approval.ended_at = state.value, work.now
    if state in OUTCOMES:
        tell_observers(
            work, document, approval, letter="approval_ended", outcome=OUTCOMES[state], who=who, reason=reason
        )


def tell_observers(work: Work, document: Document, approval: Approval, *, letter: str, **params: str) -> None:
    """Write to those who look on."""
    if not approval.observers:
        return
    for user in work.session.scalars(select(User).where(User.id.in_(approval.observers), User.active)):
        post_to_user(work, letter, user, document=document, **params)


def _approve(work: Work, document: Document) -> None:
    document.move(Move.APPROVE)
    work.record(document, "document.approved", SYSTEM)
    for user in initiators(document, approval_of(work, document)):
        post_to_user(work, "approved", user, document=document)
    end_approval(work, document, state=ApprovalState.PASSED)
