"""Exchanging a link for a session: the only thing that a link can do."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from docsvc.actions.enter import IN_PERSON, actor_of, lock
from docsvc.errors import LinkInvalid
from docsvc.mail.post import post_to_user
from docsvc.model import Document, Recipient, RecipientState, SigningSession
from docsvc.model.access_codes import is_locked
from docsvc.model.asked_of import is_complete
from docsvc.queries.standing import may_open
from docsvc.work import Work
from signing import links
from signing.errors import MalformedLink

SESSION_LASTS = timedelta(hours=12)


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
    return open_seat(work, _recipient(work, token), address=address, device=device)


def open_seat(
    work: Work, recipient: Recipient, *, address: str, device: str, host_id: str | None = None
) -> Opened:
    """Open a session for a recipient whose identity is certain; the caller has locked the sending.

    `host_id` is whose device it is, in person. Raises `LinkInvalid` as `open_link` does.
    """
    entries = recipient.dispatch.documents
    if recipient.state == RecipientState.CANCELLED:  # what stands of an ended sending comes first
        entries = sorted(entries, key=is_complete, reverse=True)
    documents = [each.document for each in entries]
    if not may_open(recipient, now=work.now):
        raise LinkInvalid
    session_token = secrets.token_urlsafe(32)
    session = SigningSession(
        token_hash=links.token_hash(session_token),
        recipient_id=recipient.id,
        generation=recipient.generation,
        host_id=host_id,
        draft=_last_draft(work, recipient) if host_id is None else {},
        created_at=work.now,
        expires_at=work.now + SESSION_LASTS,
    )
    work.add(session)
    _note(work, recipient, documents, session=session, address=address, device=device)
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


def _last_draft(work: Work, recipient: Recipient) -> dict[str, object]:
    """Return what the recipient had filled in when they were here last, on their own device."""
    before = (
        select(SigningSession.draft)
        .filter_by(recipient_id=recipient.id, generation=recipient.generation, host_id=None)
        .order_by(SigningSession.created_at.desc())
        .limit(1)
    )
    return dict(work.session.scalars(before).one_or_none() or {})


def _note(
    work: Work,
    recipient: Recipient,
    documents: list[Document],
    *,
    session: SigningSession,
    address: str,
    device: str,
) -> None:
    """Record the opening in every document; the first one changes the state and is told to the owner.

    With an access code the first opening is when that was given.
    """
    first = recipient.opened_at is None and not is_locked(recipient, session)
    via = IN_PERSON if session.host_id else ""
    actor = actor_of(recipient, address=address, device=device, via=via)
    for document in documents:
        work.record(document, "recipient.opened", actor, recipient=recipient.id, first=first)
    if first:
        note_first_opening(work, recipient)


def note_first_opening(work: Work, recipient: Recipient) -> None:
    """Take down that the recipient has been shown the documents, and tell the owner."""
    first = recipient.dispatch.documents[0].document
    recipient.opened_at = work.now
    if recipient.state == RecipientState.INVITED:
        recipient.state = RecipientState.OPENED.value
    post_to_user(work, "opened", first.owner, document=first, who=recipient.name)
