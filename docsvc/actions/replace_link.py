"""Give a recipient a new link, and send the one they have again."""

from docsvc.access import Right, allow
from docsvc.errors import WrongMove
from docsvc.mail.post import post_to_recipient
from docsvc.model import MAY_ACT, Document, Recipient, RecipientState
from docsvc.work import Actor, Work
from signing import token, token_hash


def resend_link(work: Work, recipient_id: str, *, actor: Actor) -> None:
    """Send the invitation once more; the link stays the same."""
    recipient, document = _asked(work, recipient_id, actor=actor)
    work.record(document, "recipient.reminded", actor, recipient=recipient.id)
    post_to_recipient(work, "invitation", recipient, document=document)


def replace_link(work: Work, recipient_id: str, *, actor: Actor) -> None:
    """Make the old link worthless and send a new one: for a link that went to the wrong hands."""
    recipient, document = _asked(work, recipient_id, actor=actor)
    recipient.generation += 1
    recipient.token_hash = token_hash(token(work.secrets.tokens, recipient.id, recipient.generation))
    work.record(document, "recipient.link_replaced", actor, recipient=recipient.id)
    post_to_recipient(work, "invitation", recipient, document=document)


def _asked(work: Work, recipient_id: str, *, actor: Actor) -> tuple[Recipient, Document]:
    recipient = work.get(Recipient, recipient_id)
    document = work.document(recipient.dispatch.documents[0].document_id)
    allow(actor, Right.SEND, document)
    work.session.refresh(recipient)
    if RecipientState(recipient.state) not in MAY_ACT:
        raise WrongMove(state=document.state, move="resend")
    return recipient, document
