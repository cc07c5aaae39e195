"""Go on with a mailing: what was stopped, and what failed, is sent after all."""

from sqlalchemy import select

from docsvc.access import Right
from docsvc.actions.mail_to_many import promise_copies
from docsvc.actions.stop_mailing import lock_mailing
from docsvc.model import MailingRow, MailingState
from docsvc.work import Actor, Work

UNSENT = (MailingState.WAITING.value, MailingState.FAILED.value)


def resume_mailing(work: Work, mailing_id: str, *, actor: Actor) -> int:
    """Promise every copy that was not sent, and return how many."""
    mailing, document = lock_mailing(work, mailing_id, actor=actor, right=Right.SEND)
    unsent = select(MailingRow).where(MailingRow.mailing_id == mailing.id, MailingRow.state.in_(UNSENT))
    rows = list(work.session.scalars(unsent.order_by(MailingRow.position)))
    if not rows:
        return 0
    mailing.stopped_at = None
    for row in rows:
        row.state, row.error = MailingState.WAITING.value, ""
    promise_copies(work, mailing, [row.position for row in rows])
    work.record(document, "mailing.resumed", actor, mailing=mailing.id, people=len(rows))
    return len(rows)
