"""Which messages are of no use any more: time passes between the promise of a message and its sending."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsvc.model import MAY_ACT, Mail, Recipient, RecipientState, SigningCode

INVITATION = "invitation"


def why_pointless(session: Session, mail_id: str, *, now: datetime) -> str:
    """Return why a message must not be sent any more; an empty string while it is of use.

    An invitation needs somebody who may still act, a code must still be taken; news is always sent.
    """
    mail = session.get_one(Mail, mail_id)
    return (_of_invitation(session, mail) if mail.template == INVITATION else "") or _of_code(
        session, mail, now
    )


def _of_invitation(session: Session, mail: Mail) -> str:
    recipient = session.get(Recipient, mail.recipient_id) if mail.recipient_id else None
    if recipient is None or RecipientState(recipient.state) in MAY_ACT:
        return ""
    return "не отправлено: от получателя больше ничего не ждут"


def _of_code(session: Session, mail: Mail, now: datetime) -> str:
    code = session.get(SigningCode, mail.code_id) if mail.code_id else None
    if code is None or (code.used_at is None and code.expires_at > now):
        return ""
    return "не отправлено: код уже использован" if code.used_at else "не отправлено: код уже не действует"
