"""What becomes of the approvals of somebody whose account is closed."""

from sqlalchemy import select

from docsvc.actions.stages import replace_task, require_running, stages_of
from docsvc.actions.stand_in import undecided
from docsvc.errors import NotFound, WrongMove
from docsvc.mail.post import post_to_user
from docsvc.model import ApprovalStage, ApprovalTask, Document, Replaced, StageState, State, User
from docsvc.queries.superiors import successor
from docsvc.work import SYSTEM, Work

LEFT = "Сотрудник больше не работает."
LIVE = (StageState.OPEN.value, StageState.WAITING.value)


def promise_seats(work: Work, user: User) -> None:
    """Promise to hand over every undecided seat of a person, each document in a transaction of its own.

    The account is locked here, and whoever decides locks the document first: together they could not end.
    """
    seats = (
        select(ApprovalTask.document_id)
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .join(Document, Document.id == ApprovalTask.document_id)
        .where(
            ApprovalTask.user_id == user.id,
            ApprovalTask.replaced_why.is_(None),
            ~ApprovalTask.decision.has(),
            ApprovalStage.state.in_(LIVE),
            Document.state == State.IN_APPROVAL.value,
        )
        .distinct()
    )
    for document_id in work.session.scalars(seats):
        key = f"leave_seat:{document_id}:{user.id}:{work.now.isoformat()}"
        work.later("leave_seat", {"document": document_id, "user": user.id}, key=key)


def leave_seats(work: Work, document_id: str, *, user_id: str) -> None:
    """Give the undecided seats of a person who has left to their deputy, else to their superior.

    Where nobody can take a seat it stays, and the page of what is stuck shows it.
    """
    try:
        document = work.document(document_id)
        require_running(work, document, paused=True)
    except (NotFound, WrongMove):
        return
    user = work.get(User, user_id)
    if user.active:
        return
    for stage in stages_of(work, document):
        for task in stage.seats:
            if task.user_id == user.id and undecided(task) and stage.state in LIVE:
                _hand_over(work, document, task, user)


def _hand_over(work: Work, document: Document, task: ApprovalTask, user: User) -> None:
    found = successor(work.session, document, task, now=work.now)
    if found is None:
        return
    seat = replace_task(work, task, why=Replaced.HANDED_OVER, user_id=found.id, reason=LEFT)
    work.record(
        document,
        "approval.seat_left",
        SYSTEM,
        stage=task.stage.name,
        taken_from=user.id,
        to=found.id,
        private={"to_name": found.name, "from_name": user.name},
    )
    if seat.open:
        words = {"who": user.name, "reason": LEFT}
        post_to_user(work, "approval_handed_over", found, document=document, task=seat.id, **words)
