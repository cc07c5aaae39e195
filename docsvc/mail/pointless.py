"""Which messages are of no use any more: time passes between the promise of a message and its sending."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors.phrase import Phrase
from docsvc.mail.ask import DECIDED_BY_LINK
from docsvc.mail.own_page import LINK_LASTS, MY_LINK
from docsvc.model import MAY_ACT, ApprovalTask, Mail, Recipient, RecipientState, SigningCode

ASKING = frozenset({"invitation", "reminder", "deadline_near", "corrected"})
"""Messages that ask a recipient for their answer."""

NEEDLESS = "не отправлено: "
"""What every reason begins with: such a message has not failed."""


def why_pointless(session: Session, mail_id: str, *, now: datetime) -> str:
    """Return why a message must not be sent any more; an empty string while it is of use.

    An invitation needs somebody who may still act, a request for a decision one that is still awaited, a code
    must still be taken; news is always sent.
    """
    mail = session.get_one(Mail, mail_id)
    if mail.template in ASKING:
        return _of_invitation(session, mail)
    if mail.template in DECIDED_BY_LINK:
        return _of_request(session, mail)
    if mail.template == MY_LINK:
        return _of_own_page(session, mail, now)
    return _of_code(session, mail, now)


def _of_invitation(session: Session, mail: Mail) -> str:
    recipient = session.get(Recipient, mail.recipient_id) if mail.recipient_id else None
    if recipient is None or RecipientState(recipient.state) in MAY_ACT:
        return ""
    return Phrase("не отправлено: от получателя больше ничего не ждут")


def _of_request(session: Session, mail: Mail) -> str:
    task = session.get(ApprovalTask, str(mail.params.get("task", "")))
    return "" if task is None or task.open else Phrase("не отправлено: этого решения больше не ждут")


def _of_own_page(session: Session, mail: Mail, now: datetime) -> str:
    """Decide it here, not where it is asked: the time that takes would tell who is known."""
    if mail.created_at + LINK_LASTS <= now:
        return Phrase("не отправлено: ссылка уже не действует")
    known = select(Recipient.id).where(Recipient.email == mail.to_email, Recipient.invited_at.is_not(None))
    return "" if session.scalar(known.limit(1)) else Phrase("не отправлено: для этого адреса документов нет")


def _of_code(session: Session, mail: Mail, now: datetime) -> str:
    code = session.get(SigningCode, mail.code_id) if mail.code_id else None
    if code is None or (code.used_at is None and code.expires_at > now):
        return ""
    return (
        Phrase("не отправлено: код уже использован")
        if code.used_at
        else Phrase("не отправлено: код уже не действует")
    )
