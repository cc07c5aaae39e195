"""Giving a stage fresh seats, so that it is decided anew."""

from docsvc.actions.stages import approval_of
from docsvc.errors import NoApprover
from docsvc.model import ApprovalStage, ApprovalTask, Document, Replaced, Role, new_id
from docsvc.model.route_seats import ADVICE
from docsvc.model.route_words import ROLE_WORDS
from docsvc.queries.kept_stages import decided_before
from docsvc.queries.seats import barred, can_pass
from docsvc.work import Work

TOO_FEW = "не хватает разных людей, которые могут решать"


def reseat(work: Work, document: Document, stage: ApprovalStage, *, reason: str) -> None:
    """Replace every seat of a stage by the same one, undecided; raise `NoApprover` if it could not pass."""
    decided = None if stage.seats else decided_before(work.session, stage)
    for task in decided.seats if decided else stage.seats:
        if task.stage_id == stage.id:
            task.open, task.replaced_why = False, Replaced.STEPPED_BACK.value
        work.add(
            ApprovalTask(
                id=new_id(),
                stage=stage,
                document_id=document.id,
                role=task.role,
                user_id=task.user_id,
                asked_as=task.asked_as,
                instead_of_id=task.instead_of_id,
                reason=reason,
            )
        )
    require_people(work, document, stage)


def require_people(work: Work, document: Document, stage: ApprovalStage) -> None:
    """Raise `NoApprover` unless enough different people can decide on a stage."""
    not_them = barred(document, approval_of(work, document))
    if not can_pass(work.session, stage, barred=not_them):
        who = ", ".join(_words(task) for task in stage.seats)
        raise NoApprover(stage=stage.name, who=f"{who} — {TOO_FEW}", advice=ADVICE)


def _words(task: ApprovalTask) -> str:
    return task.user.name if task.user else ROLE_WORDS[Role(task.role or "")]
