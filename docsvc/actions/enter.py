"""A recipient at a document: found by link or session, locked, and asked whether they may act."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from docsvc.errors import AlreadyActed, LinkInvalid, NotYourTurn, StalePage, WrongMove
from docsvc.model import (
    MAY_ACT,
    Act,
    Dispatch,
    DispatchDocument,
    Document,
    DocumentVersion,
    Recipient,
    RecipientState,
    Signature,
    SigningSession,
    State,
)
from docsvc.work import Actor, ActorKind, Work
from signing import links


@dataclass(frozen=True, slots=True)
class Seat:
    """A recipient, the document in front of them (locked, like all of its dispatch) and where they sit."""

    recipient: Recipient
    dispatch: Dispatch
    document: Document
    version: DocumentVersion
    session_hash: str
    actor: Actor


def enter(work: Work, session_token: str, *, document_id: str, address: str, device: str) -> Seat:
    """Return the seat of a session at one document of its dispatch; its documents stay locked.

    Raises `LinkInvalid` for an unknown, ended or replaced session, and for a document of another dispatch.
    """
    session_hash = links.token_hash(session_token)
    found = work.session.execute(
        select(Recipient.id, Recipient.dispatch_id, SigningSession.generation)
        .join(SigningSession, SigningSession.recipient_id == Recipient.id)
        .where(SigningSession.token_hash == session_hash, SigningSession.expires_at > work.now),
    ).one_or_none()
    if found is None:
        raise LinkInvalid
    recipient = lock(work, found.id, dispatch_id=found.dispatch_id)
    entry = _entry(recipient.dispatch, document_id)
    if entry is None or recipient.generation != found.generation:
        raise LinkInvalid
    actor = actor_of(recipient, address=address, device=device)
    return Seat(recipient, recipient.dispatch, entry.document, entry.version, session_hash, actor)


def lock(work: Work, recipient_id: str, *, dispatch_id: str) -> Recipient:
    """Lock every document of a dispatch, always in the same order, then load its recipient afresh."""
    ids = select(DispatchDocument.document_id).where(DispatchDocument.dispatch_id == dispatch_id)
    for document_id in sorted(work.session.scalars(ids)):
        work.document(document_id)
    return work.get(Recipient, recipient_id)


def actor_of(recipient: Recipient, *, address: str, device: str) -> Actor:
    """Return the recipient as the one who acts."""
    return Actor(
        kind=ActorKind.RECIPIENT,
        id=recipient.id,
        name=recipient.name,
        email=recipient.email,
        language=recipient.language,
        address=address,
        device=device,
    )


def require_turn(work: Work, seat: Seat, *, acts: frozenset[Act]) -> None:
    """Raise unless the recipient may now answer by one of `acts`.

    Raises `AlreadyActed`, `WrongMove` (the document is not out, or the sending is over) or `NotYourTurn`.
    """
    recipient, document = seat.recipient, seat.document
    if recipient.state == RecipientState.DECLINED or signature_of(work, seat) is not None:
        raise AlreadyActed
    if document.state != State.SENT or Act(recipient.act) not in acts:
        raise WrongMove(state=document.state)
    if seat.version.id != document.current_version_id or is_over(seat.dispatch, now=work.now):
        raise WrongMove(state=State.EXPIRED.value)
    if RecipientState(recipient.state) not in MAY_ACT:
        raise NotYourTurn


def require_fresh(seat: Seat, shown_sha256: str) -> None:
    """Raise `StalePage` unless the page showed the very bytes that were sent."""
    if not shown_sha256 or shown_sha256 != seat.version.sent_sha256:
        raise StalePage


def is_over(dispatch: Dispatch, *, now: datetime) -> bool:
    """Tell whether a sending was closed or has passed its last moment."""
    return dispatch.closed_at is not None or (dispatch.expires_at is not None and dispatch.expires_at <= now)


def signature_of(work: Work, seat: Seat) -> str | None:
    """Return the id of what the recipient has already done with the document."""
    done = select(Signature.id).filter_by(recipient_id=seat.recipient.id, document_id=seat.document.id)
    return work.session.scalar(done)


def _entry(dispatch: Dispatch, document_id: str) -> DispatchDocument | None:
    return next((each for each in dispatch.documents if each.document_id == document_id), None)
