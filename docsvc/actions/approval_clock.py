"""Setting the clock of an approver's task: from its stage's terms, where the person lives."""

from datetime import datetime

from docsvc.model import ApprovalTask, User
from docsvc.model.calendar import BusinessCalendar
from docsvc.model.route_input import SlaInput
from docsvc.model.sla_clock import SlaClock, moved, read_clock, reset_clock, resumed, set_clock, write_clock
from docsvc.queries.calendar import calendar_for
from docsvc.queries.deputies import is_away, stand_ins
from docsvc.work import Work


def start_clock(work: Work, task: ApprovalTask) -> None:
    """Count the stage's deadline and steps from now; nothing happens where the stage has none."""
    task.opened_at = task.opened_at or work.now
    if sla := sla_of(task):
        keep_clock(work, task, set_clock(sla, _calendar(work, task), work.now))


def resume_clock(work: Work, task: ApprovalTask, *, paused_at: datetime) -> None:
    """Go on counting after a pause: what was left of each step is left of it now."""
    clock, sla = read_clock(task.steps), sla_of(task)
    if clock is None or sla is None:
        _stop_clock(task)
        start_clock(work, task)
        return
    calendar = _calendar(work, task)
    on = resumed(clock, paused_at=paused_at, now=work.now, calendar=calendar)
    keep_clock(work, task, reset_clock(on, sla, calendar))


def recount_clock(work: Work, task: ApprovalTask) -> bool:
    """Count again by the calendar, the zone and the terms as they are now; tell whether anything moved.

    What a clock that was ahead began later than now begins now: nobody waits till that moment comes.
    """
    terms, clock = sla_of(task), read_clock(task.steps)
    if terms is None:
        return _stop_clock(task)
    if clock and clock.since > work.now:
        task.opened_at, clock = work.now, moved(clock, work.now - clock.since)
    calendar = _calendar(work, task)
    since = task.opened_at or work.now
    fresh = reset_clock(clock, terms, calendar) if clock else set_clock(terms, calendar, since)
    if write_clock(fresh) == task.steps:
        return False
    keep_clock(work, task, fresh)
    return True


def _stop_clock(task: ApprovalTask) -> bool:
    """Take deadline and steps away; tell whether there were any."""
    had = bool(task.steps)
    task.steps, task.due_at, task.next_at = [], None, None
    return had


def keep_clock(work: Work, task: ApprovalTask, clock: SlaClock) -> None:
    """Keep the clock with its task and promise one look at its next step.

    A step whose moment is over already, by another calendar, is promised anew: the look at that moment may
    have been, and have found nothing to do.
    """
    task.steps = write_clock(clock)
    task.due_at, task.next_at = clock.deadline, clock.next_at
    if clock.next_at is None:
        return
    again = f":{work.now.isoformat()}" if clock.next_at <= work.now else ""
    key = f"approval_clock:{task.id}:{clock.next_at.isoformat()}{again}"
    about = {"task": task.id, "document": task.document_id}
    work.later("approval_clock", about, due_at=clock.next_at, key=key)


def sla_of(task: ApprovalTask) -> SlaInput | None:
    """Return the terms of time of the task's stage; None where it has none."""
    terms = task.stage.rules.get("sla")
    return SlaInput.model_validate(terms) if terms else None


def _calendar(work: Work, task: ApprovalTask) -> BusinessCalendar:
    """Return the calendar where the one who decides lives: the person, or whoever stands in for them."""
    return calendar_for(work.session, _decider(work, task), zone=work.timezone)


def _decider(work: Work, task: ApprovalTask) -> User | None:
    if task.user is None or not is_away(work.session, task.user.id, work.now):
        return task.user
    return next(iter(stand_ins(work.session, task.user.id, work.now)), task.user)
