"""Withdrawing a consent that was given beside a signature."""

from docsvc.actions.enter import actor_of, lock
from docsvc.errors import LinkInvalid
from docsvc.mail.post import post_to_user
from docsvc.model import Consent, Recipient
from docsvc.queries.own_page import whose_page
from docsvc.work import Work


def withdraw_consent(work: Work, session_token: str, consent_id: str, *, address: str, device: str) -> None:
    """Write down that a person takes a consent back; the owner of its document is told to act on it.

    What they signed stays as it is. Taken back twice, it is taken back once. Source: 152-ФЗ ст. 9 ч. 2.
    Raises `LinkInvalid` without a session, and for somebody else's consent.
    """
    email = whose_page(work.session, session_token, now=work.now)
    consent = work.session.get(Consent, consent_id)
    if consent is None or consent.email != email:
        raise LinkInvalid
    dispatch_id = work.get(Recipient, consent.recipient_id).dispatch_id
    recipient = lock(work, consent.recipient_id, dispatch_id=dispatch_id)
    work.session.refresh(consent)  # somebody may have been quicker while we waited for the lock
    if consent.withdrawn_at is not None:
        return
    consent.withdrawn_at = work.now
    document = recipient.dispatch.documents[0].document
    actor = actor_of(recipient, address=address, device=device)
    work.record(document, "consent.withdrawn", actor, recipient=recipient.id, consent=consent.kind)
    words = {"who": recipient.name, "text": consent.text}
    post_to_user(work, "consent_withdrawn", document.owner, document=document, **words)
