"""The clock of a sending: one promised look at whatever is due next, a reminder or the warning."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from docsvc.model import Dispatch, Mail
from docsvc.model.reminding import Calling, is_awaited, next_reminder, read_reminders, warning_of
from docsvc.queries.our_signatory import still_ours
from docsvc.work import Work

REMINDER = "reminder"
"""The letter by which a silent recipient is reminded."""


def plan_dispatch(work: Work, dispatch: Dispatch) -> None:
    """Promise one look at the sending's next step; harmless when it is promised already.

    A look at which nothing is due any more does nothing, so what was promised before may stay.
    """
    due = next_step(work, dispatch)
    if due is None or dispatch.closed_at is not None:
        return
    again = f":{work.now.isoformat()}" if due <= work.now else ""
    work.later(
        "remind",
        {"dispatch": dispatch.id, "document": dispatch.documents[0].document_id},
        due_at=due,
        key=f"remind:{dispatch.id}:{due.isoformat()}{again}",
    )


def next_step(work: Work, dispatch: Dispatch) -> datetime | None:
    """Return when the sending has something to say to those who are silent; None for never."""
    awaited = callings(work, dispatch)
    if not awaited:
        return None
    terms = read_reminders(dispatch.reminders)
    steps = [next_reminder(terms, calling, zone=work.timezone) for calling in awaited]
    return min((step for step in (*steps, warning_of(dispatch)) if step is not None), default=None)


def callings(work: Work, dispatch: Dispatch) -> tuple[Calling, ...]:
    """Return the recipients who are awaited now, with how often each was reminded."""
    awaited = [each for each in dispatch.recipients if is_awaited(each)]
    letters = _letters(work, [each.id for each in awaited])
    return tuple(Calling(each, letters[each.id], still_ours(each)) for each in awaited)


def _letters(work: Work, ids: list[str]) -> Mapping[str, int]:
    sent = (
        select(Mail.recipient_id, func.count())
        .where(Mail.recipient_id.in_(ids), Mail.template == REMINDER)
        .group_by(Mail.recipient_id)
    )
    return Counter({str(recipient): count for recipient, count in work.session.execute(sent)})
