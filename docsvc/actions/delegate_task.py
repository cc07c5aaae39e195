"""Pass an approval on to somebody else."""

from docsvc.access import Right, allow
from docsvc.actions.find_seat import find_seat
from docsvc.actions.require_short import require_short
from docsvc.actions.stages import replace_task, require_running, told
from docsvc.actions.stand_in import find_stand_in, require_passable
from docsvc.errors import CannotStandIn, CommentRequired
from docsvc.mail.post import post_to_user
from docsvc.model import ApprovalStage, Replaced
from docsvc.work import Actor, Work


def delegate_task(work: Work, document_id: str, *, actor: Actor, to_user_id: str, reason: str) -> None:
    """Give the actor's open seat to a colleague, who decides instead; it cannot be taken back.

    Raises `CommentRequired`, `CannotStandIn` for whoever cannot decide, is in the stage already or has passed
    this on before, and what `find_seat` raises.
    """
    document = work.document(document_id)
    allow(actor, Right.VIEW, document)
    if not reason.strip():
        raise CommentRequired
    require_short(reason=reason)
    approval = require_running(work, document)
    seat = find_seat(work, document, actor=actor, approval=approval)
    stage = seat.task.stage
    colleague = find_stand_in(work, document, stage, user_id=to_user_id)
    if colleague.id == actor.id:
        raise CannotStandIn(who=colleague.name, why="это вы сами")
    if colleague.id in _passed_on(stage):
        raise CannotStandIn(who=colleague.name, why="уже передал это решение другому")
    task = replace_task(work, seat.task, why=Replaced.DELEGATED, user_id=colleague.id, reason=reason.strip())
    task.instead_of_id = task.instead_of_id or actor.id
    require_passable(work, document, stage, user=colleague)
    behalf = {"on_behalf_of": seat.on_behalf_of.id} if seat.on_behalf_of else {}
    work.record(
        document,
        "approval.delegated",
        actor,
        stage=stage.name,
        to=colleague.id,
        private={"reason": reason.strip(), "to_name": colleague.name},
        **behalf,
    )
    for user in told(work, document, task):
        words = {"who": actor.name, "reason": reason.strip()}
        post_to_user(work, "approval_delegated", user, document=document, task=task.id, **words)


def _passed_on(stage: ApprovalStage) -> set[str | None]:
    """Return everybody from whom a seat of the stage was taken: nothing goes round in a circle."""
    return {task.instead_of_id for task in stage.tasks}
