"""Hold an approval up for a while, and go on with it."""

from docsvc.actions.approval_clock import resume_clock
from docsvc.actions.initiator import steer
from docsvc.actions.stages import close_tasks, open_seat, pass_stage, stages_of, told
from docsvc.actions.stand_in import undecided
from docsvc.errors import NotRunning
from docsvc.mail.post import post_to_user
from docsvc.model import ApprovalStage, ApprovalState, ApprovalTask, Document, StageState
from docsvc.work import Actor, Work


def pause_approval(work: Work, document_id: str, *, actor: Actor, reason: str) -> None:
    """Take the document out of the inboxes and stop the clock until it is resumed.

    Raises `NotRunning` where it is paused already, or was begun before approvals could be.
    """
    document, approval = steer(work, document_id, actor=actor, reason=reason)
    if approval is None:
        raise NotRunning(how="начато до обновления программы: его можно только закончить или отозвать")
    approval.state, approval.paused_at = ApprovalState.PAUSED.value, work.now
    work.record(document, "approval.paused", actor, private={"reason": reason.strip()})
    for stage in _open_stages(work, document):
        for task in stage.seats:
            if task.open:
                _write(work, document, task, letter="approval_paused", actor=actor, reason=reason.strip())
        close_tasks(stage)


def resume_approval(work: Work, document_id: str, *, actor: Actor, reason: str) -> None:
    """Put the document back into the inboxes; what was left of each deadline is left of it now."""
    document, approval = steer(work, document_id, actor=actor, reason=reason, paused=True)
    if approval is None or approval.paused_at is None:
        raise NotRunning(how="идёт, продолжать нечего")
    paused_at = approval.paused_at
    approval.state, approval.paused_at = ApprovalState.RUNNING.value, None
    work.record(document, "approval.resumed", actor, private={"reason": reason.strip()})
    for stage in _open_stages(work, document):
        for task in filter(undecided, stage.seats):
            if task.opened_at is None:
                open_seat(work, task)
            else:
                task.open = True
                resume_clock(work, task, paused_at=paused_at)
            _write(work, document, task, letter="approval_resumed", actor=actor, reason=reason.strip())
        pass_stage(work, document, stage)  # somebody may have been taken out of it meanwhile


def _open_stages(work: Work, document: Document) -> tuple[ApprovalStage, ...]:
    return tuple(stage for stage in stages_of(work, document) if stage.state == StageState.OPEN.value)


def _write(
    work: Work, document: Document, task: ApprovalTask, *, letter: str, actor: Actor, reason: str
) -> None:
    asks = {"task": task.id} if letter == "approval_resumed" else {}
    for user in told(work, document, task):
        post_to_user(work, letter, user, document=document, who=actor.name, reason=reason, **asks)
