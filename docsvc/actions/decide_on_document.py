"""Approve a document, return it for rework or reject it."""

from docsvc.access import Right, allow
from docsvc.actions.stages import close_tasks, open_next_stage, stages_of
from docsvc.errors import AlreadyDecided, CommentRequired, Forbidden, StalePage, WrongMove
from docsvc.mail.post import post_to_user
from docsvc.model import (
    ApprovalStage,
    ApprovalTask,
    Decision,
    Document,
    Move,
    Quorum,
    StageState,
    State,
    Verdict,
    new_id,
)
from docsvc.work import Actor, Work

MAIL = {Verdict.RETURN: "returned", Verdict.REJECT: "rejected"}
MOVE = {Verdict.RETURN: Move.RETURN, Verdict.REJECT: Move.REJECT}


def decide_on_document(
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    verdict: Verdict,
    comment: str = "",
    seen_sha256: str,
) -> None:
    """Record the actor's verdict on the PDF they saw, and take the document on.

    Raises `StalePage` when the PDF is another one by now, `CommentRequired` for a return or rejection without
    a reason, `AlreadyDecided`, `WrongMove` when the document is not in approval.
    """
    document = work.document(document_id)
    allow(actor, Right.VIEW, document)
    if verdict is not Verdict.APPROVE and not comment.strip():
        raise CommentRequired
    task = _task_of(work, document, actor)
    if document.version.rendered_sha256 != seen_sha256:
        raise StalePage
    _write_down(work, document, task, actor=actor, verdict=verdict, comment=comment.strip())
    if verdict is Verdict.APPROVE:
        _go_on(work, document, task.stage)
    else:
        _stop(work, document, task.stage, actor=actor, verdict=verdict, comment=comment.strip())


def _task_of(work: Work, document: Document, actor: Actor) -> ApprovalTask:
    """Find the open task that the actor may decide; say why where there is none."""
    if document.state != State.IN_APPROVAL.value:
        raise WrongMove(state=document.state, move="decide")
    mine = [task for stage in stages_of(work, document) for task in stage.tasks if _is_for(task, actor)]
    ready = [task for task in mine if task.open and task.decision is None]
    if ready:
        return ready[0]
    decided = [task.decision for task in mine if task.decision is not None]
    if decided:
        raise AlreadyDecided(who=decided[-1].user.name)
    raise Forbidden


def _is_for(task: ApprovalTask, actor: Actor) -> bool:
    if task.user_id is not None:
        return task.user_id == actor.id
    return any(role.value == task.role for role in actor.roles)


def _write_down(
    work: Work,
    document: Document,
    task: ApprovalTask,
    *,
    actor: Actor,
    verdict: Verdict,
    comment: str,
) -> None:
    version = document.version
    decision = Decision(
        id=new_id(),
        task_id=task.id,
        document_id=document.id,
        user_id=actor.id,
        verdict=verdict.value,
        comment=comment,
        rendered_sha256=version.rendered_sha256 or "",
        facts_sha256=version.facts_sha256,
        at=work.now,
    )
    work.add(decision)
    work.session.refresh(task, ["decision"])
    task.open = False
    work.record(
        document,
        f"approval.{verdict.value}",
        actor,
        stage=task.stage.name,
        rendered_sha256=decision.rendered_sha256,
        facts_sha256=decision.facts_sha256,
        private={"comment": comment},
    )


def _go_on(work: Work, document: Document, stage: ApprovalStage) -> None:
    undecided = [task for task in stage.tasks if task.decision is None]
    if undecided and stage.quorum == Quorum.ALL.value:
        return
    stage.state, stage.closed_at = StageState.PASSED.value, work.now
    close_tasks(stage)
    open_next_stage(work, document)


def _stop(
    work: Work,
    document: Document,
    stage: ApprovalStage,
    *,
    actor: Actor,
    verdict: Verdict,
    comment: str,
) -> None:
    for each in stages_of(work, document):
        close_tasks(each)
    stage.state, stage.closed_at = StageState.STOPPED.value, work.now
    document.move(MOVE[verdict])
    post_to_user(work, MAIL[verdict], document.owner, document=document, who=actor.name, reason=comment)
