"""Give a recipient a new link, and send the one they have again."""

from docsvc.actions.recipient_at import recipient_at, require_open, require_ours
from docsvc.errors import HasAnswered
from docsvc.mail.post import post_to_recipient
from docsvc.model import ACTING, MAY_ACT, Act, Recipient, RecipientState
from docsvc.work import Actor, Work
from signing import token, token_hash


def resend_link(work: Work, recipient_id: str, *, actor: Actor) -> None:
    """Send the invitation once more; the link stays the same."""
    recipient = _asked(work, recipient_id, actor=actor)
    _invite_again(work, recipient, "recipient.reminded", actor=actor)


def replace_link(work: Work, recipient_id: str, *, actor: Actor) -> None:
    """Make the old link worthless and send a new one: for a link that went to the wrong hands."""
    recipient = _asked(work, recipient_id, actor=actor)
    recipient.generation += 1
    recipient.token_hash = token_hash(token(work.secrets.tokens, recipient.id, recipient.generation))
    _invite_again(work, recipient, "recipient.link_replaced", actor=actor)


def _asked(work: Work, recipient_id: str, *, actor: Actor) -> Recipient:
    """Return a recipient whose link is of use.

    Raises `NotFound`, `Forbidden`, `SendingOver`, `HasAnswered` or `SignsNoMore`.
    Who only receives may be sent a link after everybody has answered, too.
    """
    recipient = recipient_at(work, recipient_id, actor=actor)
    if Act(recipient.act) in ACTING:
        require_open(recipient.dispatch)
    if RecipientState(recipient.state) not in MAY_ACT:
        raise HasAnswered(who=recipient.name)
    require_ours(recipient)
    return recipient


def _invite_again(work: Work, recipient: Recipient, kind: str, *, actor: Actor) -> None:
    documents = [each.document for each in recipient.dispatch.documents]
    for document in documents:
        work.record(document, kind, actor, recipient=recipient.id)
    post_to_recipient(work, "invitation", recipient, document=documents[0])
