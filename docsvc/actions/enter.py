"""A recipient at a sending: found by link or session, locked, and asked whether they may act."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from docsvc.errors import (
    AccessCodeRequired,
    AlreadyActed,
    LinkInvalid,
    NoLongerNeeded,
    NotYourTurn,
    RecipientReplaced,
    StalePage,
    WrongMove,
)
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
from docsvc.model.access_codes import is_locked
from docsvc.model.asked_of import documents_asked
from docsvc.queries.our_signatory import still_ours
from docsvc.work import Actor, ActorKind, Work
from signing import links, shown_digest

IN_PERSON = "in_person"
"""How somebody came who acts on the device of their host."""
_ANSWERED = frozenset({RecipientState.ACTED, RecipientState.DECLINED, RecipientState.RETURNED})
_OUT_OF_IT = {
    RecipientState.REPLACED: RecipientReplaced,
    RecipientState.SPARED: NoLongerNeeded,
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A recipient, the document in front of them (locked, like all of its sending), the session they came by.

    `host_id` is who handed the device over, in person.
    """

    recipient: Recipient
    dispatch: Dispatch
    document: Document
    version: DocumentVersion
    session_hash: str
    actor: Actor
    host_id: str = ""

    @property
    def asked(self) -> tuple[DispatchDocument, ...]:
        """Return what the recipient acts on, whichever document is in front of them."""
        return documents_asked(self.recipient, self.dispatch)

    @property
    def entry(self) -> DispatchDocument:
        """Return the document in front of the recipient as a part of the sending."""
        return next(each for each in self.dispatch.documents if each.document_id == self.document.id)

    @property
    def digest(self) -> str:
        """Return what a code is bound to: the hash of everything that it signs; empty until it is sent."""
        hashes = [each.version.sent_sha256 for each in self.asked]
        return shown_digest([each for each in hashes if each]) if all(hashes) else ""


def enter(
    work: Work, session_token: str, *, document_id: str, address: str, device: str, locked: bool = False
) -> Visit:
    """Return the visit of a session at one document of its sending; its documents stay locked.

    Raises `LinkInvalid` for an unknown, ended or replaced session, for a document of another sending, and for
    who may not answer for us any more;
    `AccessCodeRequired` until the access code was given, unless the caller lets in who is `locked` out.
    """
    session_hash = links.token_hash(session_token)
    found = work.session.execute(
        select(Recipient.id, Recipient.dispatch_id)
        .join(SigningSession, SigningSession.recipient_id == Recipient.id)
        .where(SigningSession.token_hash == session_hash, SigningSession.expires_at > work.now),
    ).one_or_none()
    if found is None:
        raise LinkInvalid
    recipient = lock(work, found.id, dispatch_id=found.dispatch_id)
    session = work.get(SigningSession, session_hash)
    entry = _entry(recipient.dispatch, document_id)
    if entry is None or recipient.generation != session.generation or not still_ours(recipient):
        raise LinkInvalid
    if is_locked(recipient, session) and not locked:
        raise AccessCodeRequired
    host = session.host_id or ""
    actor = actor_of(recipient, address=address, device=device, via=IN_PERSON if host else "")
    return Visit(recipient, recipient.dispatch, entry.document, entry.version, session_hash, actor, host)


def lock(work: Work, recipient_id: str, *, dispatch_id: str) -> Recipient:
    """Lock every document of a dispatch, always in the same order, then load its recipient afresh."""
    ids = select(DispatchDocument.document_id).where(DispatchDocument.dispatch_id == dispatch_id)
    for document_id in sorted(work.session.scalars(ids)):
        work.document(document_id)
    return work.get(Recipient, recipient_id)


def actor_of(recipient: Recipient, *, address: str, device: str, via: str = "") -> Actor:
    """Return the recipient as the one who acts."""
    return Actor(
        kind=ActorKind.RECIPIENT,
        id=recipient.id,
        name=recipient.name,
        email=recipient.email,
        language=recipient.language,
        address=address,
        device=device,
        via=via,
    )


def require_turn(work: Work, visit: Visit, *, acts: frozenset[Act]) -> None:
    """Raise unless the recipient may now answer by one of `acts`.

    Raises `AlreadyActed`, `RecipientReplaced`, `NoLongerNeeded`, `WrongMove` (a document that they act on is
    not out, or the sending is over) or `NotYourTurn`.
    """
    state = RecipientState(visit.recipient.state)
    if state in _ANSWERED or has_acted(work, visit.recipient):
        raise AlreadyActed
    if state in _OUT_OF_IT:
        raise _OUT_OF_IT[state]
    _require_out(work, visit, acts=acts)
    if state not in MAY_ACT:
        raise NotYourTurn


def _require_out(work: Work, visit: Visit, *, acts: frozenset[Act]) -> None:
    asked = visit.asked
    if Act(visit.recipient.act) not in acts or not asked:
        raise WrongMove(state=visit.document.state)
    for entry in asked:
        if entry.document.state != State.SENT:
            raise WrongMove(state=entry.document.state)
        if entry.version_id != entry.document.current_version_id:
            raise WrongMove(state=State.EXPIRED.value)
    if visit.dispatch.is_over(work.now):
        raise WrongMove(state=State.EXPIRED.value)


def require_fresh(entry: DispatchDocument, shown_sha256: str) -> None:
    """Raise `StalePage` unless the page showed the very bytes that were sent."""
    if not shown_sha256 or shown_sha256 != entry.version.sent_sha256:
        raise StalePage


def in_person(visit: Visit) -> dict[str, Any]:
    """Return what an entry says of an act on somebody else's device: whose it was."""
    return {"host": visit.host_id} if visit.host_id else {}


def has_acted(work: Work, recipient: Recipient) -> bool:
    """Tell whether the recipient has signed or accepted."""
    done = select(Signature.id).filter_by(recipient_id=recipient.id).limit(1)
    return work.session.scalar(done) is not None


def _entry(dispatch: Dispatch, document_id: str) -> DispatchDocument | None:
    return next((each for each in dispatch.documents if each.document_id == document_id), None)
