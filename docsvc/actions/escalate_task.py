"""What happens when nobody decides: a reminder, word to the manager, handing over, or the end."""

from collections.abc import Iterable

from docsvc.actions.approval_clock import keep_clock
from docsvc.actions.stages import approval_of, initiators, replace_task, stop_approval, told
from docsvc.mail.post import post_to_user
from docsvc.model import ApprovalState, ApprovalTask, Document, Move, Replaced, State, User
from docsvc.model.route_input import Escalation
from docsvc.model.sla_clock import Step, read_clock
from docsvc.queries.seats import given
from docsvc.queries.superiors import administrators, asked, successor, superior_of
from docsvc.work import SYSTEM, Work

SILENT = "За отведённое время решения не было."


def escalate_task(work: Work, document_id: str, *, task_id: str) -> None:
    """Do the strongest step that is due on a task, once; promise a look at the next one.

    Nothing is done for a task that was decided, given away, paused or stopped meanwhile.
    """
    document = work.document(document_id)
    task = work.session.get(ApprovalTask, task_id, populate_existing=True)
    if task is None or not task.open or task.decision or document.state != State.IN_APPROVAL.value:
        return
    clock = read_clock(task.steps)
    if clock is None:
        return
    step = clock.strongest(work.now)
    keep_clock(work, task, clock.done(step, work.now) if step else clock)
    if step is not None:
        _do(work, document, task, step)


def _do(work: Work, document: Document, task: ApprovalTask, step: Step) -> None:
    match Escalation(step.act):
        case Escalation.REMIND:
            _remind(work, document, task)
        case Escalation.NOTIFY_MANAGER:
            _notify_manager(work, document, task)
        case Escalation.HAND_OVER:
            _hand_over(work, document, task)
        case Escalation.REJECT:
            _reject(work, document, task)


def _remind(work: Work, document: Document, task: ApprovalTask) -> None:
    people = told(work, document, task)
    for user in people:
        post_to_user(work, "approval_reminder", user, document=document, task=task.id)
    _record(work, document, "approval.reminded", task, people)


def _notify_manager(work: Work, document: Document, task: ApprovalTask) -> None:
    """Tell the superiors of those who are silent; where they have none, the administrators."""
    silent = asked(work.session, task)
    above = [superior_of(work.session, user) for user in silent]
    people = {user.id: user for user in above if user is not None} or {
        user.id: user for user in administrators(work.session)
    }
    for user in people.values():
        post_to_user(
            work, "approval_escalated", user, document=document, task=task.id, who=_names(silent, task)
        )
    _record(work, document, "approval.escalated", task, people.values())


def _hand_over(work: Work, document: Document, task: ApprovalTask) -> None:
    silent = asked(work.session, task)
    user = successor(work.session, document, task, now=work.now)
    if user is None:
        _nobody_left(work, document, task)
        return
    _record(work, document, "approval.handed_over", task, [user])
    fresh = replace_task(work, task, why=Replaced.HANDED_OVER, user_id=user.id, reason=SILENT)
    post_to_user(
        work,
        "approval_handed_over",
        user,
        document=document,
        task=fresh.id,
        who=_names(silent, task),
        reason=SILENT,
    )
    for each in silent:
        post_to_user(work, "approval_released", each, document=document, reason=SILENT, to=user.name)


def _nobody_left(work: Work, document: Document, task: ApprovalTask) -> None:
    """Leave the task where it is and tell the administrators: the page of what is stuck has its button."""
    who = _names(asked(work.session, task), task)
    for user in administrators(work.session):
        post_to_user(work, "approval_stuck", user, document=document, stage=task.stage.name, who=who)
    _record(work, document, "approval.nobody_left", task, ())


def _reject(work: Work, document: Document, task: ApprovalTask) -> None:
    if _others_in_time(task):
        return
    silent = _names(asked(work.session, task), task)
    _record(work, document, "approval.timed_out", task, ())
    people = initiators(document, approval_of(work, document))
    stop_approval(work, document, state=ApprovalState.REJECTED, move=Move.REJECT, reason=SILENT)
    for user in people:
        post_to_user(
            work,
            "approval_timed_out",
            user,
            document=document,
            stage=task.stage.name,
            who=silent,
            reason=SILENT,
        )


def _others_in_time(task: ApprovalTask) -> bool:
    """Tell whether those of the stage whose time is not up can pass it: the last of them ends it."""
    stage = task.stage
    clocks = [read_clock(seat.steps) for seat in stage.seats if seat.open and seat.id != task.id]
    in_time = [clock for clock in clocks if clock and clock.will(Escalation.REJECT)]
    return given(stage) + len(in_time) >= stage.needed


def _record(work: Work, document: Document, kind: str, task: ApprovalTask, people: Iterable[User]) -> None:
    told_to = tuple(people)
    work.record(
        document,
        kind,
        SYSTEM,
        stage=task.stage.name,
        task=task.id,
        to=[user.id for user in told_to],
        private={"to": [user.name for user in told_to]},
    )


def _names(people: tuple[User, ...], task: ApprovalTask) -> str:
    return ", ".join(user.name for user in people) or (task.role or "")
