"""Go one stage back, when something before was overlooked."""

from docsvc.actions.initiator import steer
from docsvc.actions.seat_stage import reseat
from docsvc.actions.stages import close_tasks, open_next_stage, stages_of, told
from docsvc.errors import NotRunning
from docsvc.mail.post import post_to_user
from docsvc.model import ApprovalStage, Document, StageState
from docsvc.work import Actor, Work


def step_back(work: Work, document_id: str, *, actor: Actor, reason: str) -> None:
    """Open the stage before anew; what was decided in it and after it does not count any more.

    Raises `NotRunning` where no stage has passed.
    """
    document, _ = steer(work, document_id, actor=actor, reason=reason)
    stages = stages_of(work, document)
    passed = [stage for stage in stages if stage.state == StageState.PASSED.value]
    if not passed:
        raise NotRunning(how="на первом этапе, возвращаться некуда")
    anew = [passed[-1], *(stage for stage in stages if stage.state == StageState.OPEN.value)]
    work.record(
        document,
        "approval.stepped_back",
        actor,
        stage=passed[-1].name,
        private={"reason": reason.strip()},
    )
    for stage in anew:
        _let_go(work, document, stage, actor=actor, reason=reason.strip())
        reseat(work, document, stage, reason=reason.strip())
    open_next_stage(work, document)


def _let_go(work: Work, document: Document, stage: ApprovalStage, *, actor: Actor, reason: str) -> None:
    """Write to those who were asked, and make the stage wait again."""
    for task in stage.seats:
        if task.open:
            for user in told(work, document, task):
                words = {"who": actor.name, "reason": reason}
                post_to_user(work, "approval_stepped_back", user, document=document, **words)
    close_tasks(stage)
    stage.state, stage.note = StageState.WAITING.value, ""
    stage.opened_at = stage.closed_at = None
