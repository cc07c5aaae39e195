"""Remind those who have not answered: when their time has come, and when somebody asks for it."""

from datetime import timedelta

from docsvc.actions.close_dispatch import lock_dispatch
from docsvc.actions.dispatch_clock import REMINDER, callings, plan_dispatch
from docsvc.actions.recipient_at import recipient_at, require_open, require_ours
from docsvc.errors import HasAnswered, TooManyAttempts
from docsvc.mail.post import post_to_recipient, post_to_user
from docsvc.model import Dispatch, Recipient
from docsvc.model.reminding import is_awaited, next_reminder, read_reminders, warning_of
from docsvc.work import SYSTEM, Actor, Work

NOT_OFTENER = timedelta(hours=1)
WARNING = "deadline_near"


def remind_recipient(work: Work, recipient_id: str, *, actor: Actor) -> None:
    """Write to a recipient once more that their answer is awaited; at most once an hour.

    Raises `NotFound`, `Forbidden`, `SendingOver`, `HasAnswered`, `SignsNoMore` or `TooManyAttempts`.
    """
    recipient = recipient_at(work, recipient_id, actor=actor)
    require_open(recipient.dispatch)
    if not is_awaited(recipient):
        raise HasAnswered(who=recipient.name)
    require_ours(recipient)
    last = recipient.reminded_at or recipient.invited_at
    if last is not None and last + NOT_OFTENER > work.now:
        raise TooManyAttempts(minutes=1 + int((last + NOT_OFTENER - work.now).total_seconds() // 60))
    _remind(work, recipient, actor=actor)
    plan_dispatch(work, recipient.dispatch)


def wake_dispatch(work: Work, dispatch_id: str) -> None:
    """Do what is due in a sending: warn of its end, else remind; then promise the next look.

    Whatever is due when it wakes, one person gets one letter: a server that was off for a week writes once.
    """
    dispatch, _ = lock_dispatch(work, dispatch_id)
    if dispatch.is_over(work.now):
        return
    warning = warning_of(dispatch)
    if warning is not None and warning <= work.now:
        _warn(work, dispatch)
    else:
        _remind_due(work, dispatch)
    plan_dispatch(work, dispatch)


def _remind_due(work: Work, dispatch: Dispatch) -> None:
    terms = read_reminders(dispatch.reminders)
    for calling in callings(work, dispatch):
        due = next_reminder(terms, calling, zone=work.timezone)
        if due is not None and due <= work.now:
            _remind(work, calling.recipient, actor=SYSTEM)


def _remind(work: Work, recipient: Recipient, *, actor: Actor) -> None:
    documents = [each.document for each in recipient.dispatch.documents]
    recipient.reminded_at = work.now
    for document in documents:
        work.record(document, "recipient.nudged", actor, recipient=recipient.id)
    post_to_recipient(work, REMINDER, recipient, document=documents[0])


def _warn(work: Work, dispatch: Dispatch) -> None:
    """Tell those who are awaited, and the owner, that the sending ends soon."""
    awaited = callings(work, dispatch)
    documents = [each.document for each in dispatch.documents]
    dispatch.warned_at = work.now
    for recipient in (calling.recipient for calling in awaited if calling.answers):
        recipient.reminded_at = work.now
        post_to_recipient(work, WARNING, recipient, document=documents[0])
    for document in documents:
        silent = [calling.recipient.id for calling in awaited]
        work.record(document, "dispatch.warned", SYSTEM, dispatch=dispatch.id, recipients=silent)
    who = ", ".join(calling.recipient.name for calling in awaited)
    post_to_user(work, WARNING, documents[0].owner, document=documents[0], who=who, dispatch=dispatch.id)
