"""The question before the documents: a recipient gives the access code that the sender told them."""

import hmac

from sqlalchemy import select

from docsvc.actions.attempts import Limit, count_failure, refusal
from docsvc.actions.enter import actor_of, lock
from docsvc.actions.open_link import note_first_opening
from docsvc.errors import LinkInvalid, TooManyAttempts, WrongAccessCode
from docsvc.model import Recipient, SigningSession
from docsvc.model.access_codes import access_hash, is_locked
from docsvc.queries.our_signatory import still_ours
from docsvc.work import Actor, Work
from signing import links

__all__ = ["TRIES", "access_hash", "check_access_code", "give_access_code", "is_locked"]

TRIES = Limit("access-code", most=5, minutes=15)
"""Of wrong access codes for one recipient, whatever sessions they come from."""


def give_access_code(
    work: Work, session_token: str, *, code: str, address: str, device: str
) -> WrongAccessCode | TooManyAttempts | None:
    """Unlock a session by the access code and return None, or return why not **after** counting the try.

    A refusal is returned instead of raised so that the transaction commits: let it end, then raise. Raises
    `LinkInvalid` for an unknown, ended or replaced session.
    """
    recipient, session = _locked(work, session_token)
    if not is_locked(recipient, session):
        return None
    actor = actor_of(recipient, address=address, device=device)
    if (refused := check_access_code(work, recipient, code, actor=actor)) is not None:
        return refused
    documents = [each.document for each in recipient.dispatch.documents]
    session.unlocked_at = work.now
    for document in documents:
        work.record(document, "access_code.given", actor, recipient=recipient.id)
    if recipient.opened_at is None:
        note_first_opening(work, recipient)
    return None


def check_access_code(
    work: Work, recipient: Recipient, code: str, *, actor: Actor
) -> WrongAccessCode | TooManyAttempts | None:
    """Return None for the code that the sender chose, or why not, after counting the try."""
    if (refused := refusal(work, TRIES, recipient.id)) is not None:
        return refused
    given = access_hash(work.secrets.codes, recipient.id, code)
    if hmac.compare_digest(given, recipient.access_hash):
        return None
    tries = count_failure(work, TRIES, recipient.id)
    first = recipient.dispatch.documents[0].document
    work.record(first, "access_code.refused", actor, recipient=recipient.id, tries=tries)
    return WrongAccessCode()


def _locked(work: Work, session_token: str) -> tuple[Recipient, SigningSession]:
    session_hash = links.token_hash(session_token)
    found = work.session.execute(
        select(Recipient.id, Recipient.dispatch_id)
        .join(SigningSession, SigningSession.recipient_id == Recipient.id)
        .where(
            SigningSession.token_hash == session_hash,
            SigningSession.generation == Recipient.generation,
            SigningSession.expires_at > work.now,
        )
    ).one_or_none()
    if found is None:
        raise LinkInvalid
    recipient = lock(work, found.id, dispatch_id=found.dispatch_id)
    session = work.get(SigningSession, session_hash)
    if recipient.generation != session.generation or not still_ours(recipient):
        raise LinkInvalid
    return recipient, session
