"""Exchanging a link for a session: the only thing that a link can do."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from docsvc.actions.enter import actor_of, is_over, lock
from docsvc.errors import LinkInvalid
from docsvc.mail.post import post_to_user
from docsvc.model import MAY_ACT, Act, Document, Recipient, RecipientState, SigningSession, State
from docsvc.work import Work
from signing import links
from signing.errors import MalformedLink

SESSION_LASTS = timedelta(hours=12)
_HAS_ANSWERED = frozenset({RecipientState.ACTED, RecipientState.DECLINED})


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session: its secret for the cookie, whose it is, and the documents it opens, in their order."""

    session_token: str
    recipient_id: str
    document_ids: tuple[str, ...]


def open_link(work: Work, token: str, *, address: str, device: str) -> Opened:
    """Open a link; the first opening is told to the document's owner.

    Raises `LinkInvalid`, in the same words, for a link that is mangled, unknown, replaced, cancelled or past
    its last day. Whoever has answered may come back to see what became of the document.
    """
    recipient = _recipient(work, token)
    documents = [each.document for each in recipient.dispatch.documents]
    if not _opens(work, recipient, documents):
        raise LinkInvalid
    _note(work, recipient, documents, address=address, device=device)
    session_token = secrets.token_urlsafe(32)
    work.add(
        SigningSession(
            token_hash=links.token_hash(session_token),
            recipient_id=recipient.id,
            generation=recipient.generation,
            created_at=work.now,
            expires_at=work.now + SESSION_LASTS,
        ),
    )
    return Opened(session_token, recipient.id, tuple(document.id for document in documents))


def _recipient(work: Work, token: str) -> Recipient:
    try:
        digest = links.token_hash(links.parse(token))
    except MalformedLink as error:
        raise LinkInvalid from error
    found = work.session.execute(
        select(Recipient.id, Recipient.dispatch_id).where(Recipient.token_hash == digest),
    ).one_or_none()
    if found is None:
        raise LinkInvalid
    recipient = lock(work, found.id, dispatch_id=found.dispatch_id)
    if recipient.token_hash != digest:  # replaced while we waited for the lock
        raise LinkInvalid
    return recipient


def _opens(work: Work, recipient: Recipient, documents: list[Document]) -> bool:
    state = RecipientState(recipient.state)
    if state in _HAS_ANSWERED:
        return True
    if state not in MAY_ACT:
        return False
    if recipient.act == Act.RECEIVE:
        return True
    sent = any(document.state == State.SENT for document in documents)
    return sent and not is_over(recipient.dispatch, now=work.now)


def _note(work: Work, recipient: Recipient, documents: list[Document], *, address: str, device: str) -> None:
    """Record the opening in every document; the first one changes the state and is told to the owner."""
    first = recipient.opened_at is None
    if first:
        recipient.opened_at = work.now
    if recipient.state == RecipientState.INVITED:
        recipient.state = RecipientState.OPENED.value
    actor = actor_of(recipient, address=address, device=device)
    for document in documents:
        work.record(document, "recipient.opened", actor, recipient=recipient.id, first=first)
    if first:
        post_to_user(work, "opened", documents[0].owner, document=documents[0], who=recipient.name)
