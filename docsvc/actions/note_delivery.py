"""What became of a message to a recipient: taken by a mail server, or refused for good."""

from docsvc.mail.insides import WITH_LINK
from docsvc.mail.post import post_to_user
from docsvc.model import Mail, Recipient
from docsvc.work import SYSTEM, Work


def note_delivery(work: Work, mail: Mail) -> None:
    """Write down that a server took a letter with the recipient's link; the first time it is history."""
    if mail.recipient_id is None or mail.document_id is None or mail.template not in WITH_LINK:
        return
    document = work.document(mail.document_id)
    recipient = work.get(Recipient, mail.recipient_id)
    again = recipient.delivered_at is not None and recipient.bounced_at is None
    recipient.delivered_at, recipient.bounced_at = work.now, None
    if not again:
        work.record(document, "recipient.delivered", SYSTEM, recipient=recipient.id, mail=mail.id)


def note_bounce(work: Work, mail: Mail, *, answer: str) -> None:
    """Tell the history and the owner that a message did not arrive: somebody has to act on it."""
    if mail.document_id is None:
        return
    document = work.document(mail.document_id)
    to = mail.to_phone or mail.to_email
    private = {"to": to, "answer": answer}
    work.record(document, "mail.bounced", SYSTEM, private=private, mail=mail.id, template=mail.template)
    recipient = work.get(Recipient, mail.recipient_id) if mail.recipient_id else None
    if recipient is None or recipient.bounced_at is not None:
        return
    recipient.bounced_at = work.now
    post_to_user(work, "bounced", document.owner, document=document, who=recipient.name, to=to, reason=answer)
