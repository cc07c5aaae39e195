"""What waits for the signature of a colleague who has logged in: they need no link for it."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, visible
from docsvc.model import (
    MAY_ACT,
    Act,
    Channel,
    Dispatch,
    DispatchDocument,
    Document,
    DocumentVersion,
    Kind,
    Level,
    Recipient,
    Signature,
    State,
)
from docsvc.model.asked_of import documents_asked
from docsvc.model.places import filled_by
from docsvc.queries.agreement import Agreement, read_agreement
from docsvc.queries.facts_of import facts_of
from docsvc.queries.our_signatory import our_signatory, still_ours
from docsvc.queries.recipient import has_accepted
from docsvc.work import Actor
from storage import Blobs

MOST = 200


@dataclass(frozen=True, slots=True)
class ToSign:
    """One document that waits for the actor's signature; `shown_sha256` is of the file they are shown."""

    document_id: str
    recipient_id: str
    kind: Kind
    number: str
    date: dt.date
    company: str
    amount_minor: int
    currency: str
    pages: int
    shown_sha256: str
    asked_at: dt.datetime | None
    expires_at: dt.datetime | None
    facts_blob: str


def to_sign(session: Session, actor: Actor, *, now: dt.datetime) -> tuple[ToSign, ...]:
    """Return what the actor may sign here, the oldest request first; at most `MOST`.

    What needs more than a signature (other fields, an access code, a code by text message, a qualified
    signature) is signed by the link, on its own page. Documents of one sending come together: they are signed
    by one will.
    """
    found = session.execute(
        select(Recipient, DispatchDocument)
        .join(DispatchDocument, DispatchDocument.dispatch_id == Recipient.dispatch_id)
        .join(Dispatch, Dispatch.id == Recipient.dispatch_id)
        .join(Document, Document.id == DispatchDocument.document_id)
        .where(
            Recipient.email == actor.email,
            Recipient.act == Act.SIGN.value,
            Recipient.state.in_([state.value for state in MAY_ACT]),
            Recipient.level == Level.ADVANCED.value,
            Recipient.access_hash == "",
            Recipient.channel != Channel.SMS.value,
            Dispatch.closed_at.is_(None),
            (Dispatch.expires_at.is_(None)) | (Dispatch.expires_at > now),
            Document.state == State.SENT.value,
            Document.current_version_id == DispatchDocument.version_id,
            visible(actor, Right.VIEW, each=True),
            ~select(Signature.id)
            .where(Signature.recipient_id == Recipient.id, Signature.document_id == Document.id)
            .exists(),
        )
        .order_by(Recipient.invited_at, Recipient.id, DispatchDocument.position)
    ).all()
    find = cache(our_signatory)  # not asked anew for each row
    mine = (pair for pair in found if still_ours(pair[0], find=find))
    return tuple(_row(*pair) for pair in mine if _only_signature(*pair))[:MOST]


def ever_asked(session: Session, actor: Actor) -> frozenset[str]:
    """Return every document that was ever sent to the actor, whatever became of it."""
    sent = select(DispatchDocument.document_id)
    mine = sent.join(Recipient, Recipient.dispatch_id == DispatchDocument.dispatch_id)
    return frozenset(session.scalars(mine.where(Recipient.email == actor.email)))


def agreements_of(
    session: Session, actor: Actor, rows: tuple[ToSign, ...], *, blobs: Blobs
) -> dict[str, tuple[Agreement, bool]]:
    """Return the agreement that signing each document needs, by document, and whether it was accepted."""
    found: dict[str, tuple[Agreement, bool]] = {}
    for row in rows:
        agreement = read_agreement(facts_of(blobs, row), language=actor.language)
        known = has_accepted(session, email=actor.email, version=agreement.version, sha256=agreement.sha256)
        found[row.document_id] = (agreement, known)
    return found


def _only_signature(recipient: Recipient, entry: DispatchDocument) -> bool:
    """Tell whether the recipient acts on the document, and nothing they sign has other fields to fill in."""
    asked = documents_asked(recipient, recipient.dispatch)
    more = any(filled_by(each.version.places, recipient.party) for each in asked)
    return not more and entry.document_id in {each.document_id for each in asked}


def _row(recipient: Recipient, entry: DispatchDocument) -> ToSign:
    document: Document = entry.document
    version: DocumentVersion = entry.version
    return ToSign(
        document_id=document.id,
        recipient_id=recipient.id,
        kind=Kind(document.kind),
        number=document.number,
        date=document.date,
        company=document.company_name,
        amount_minor=document.amount_minor,
        currency=document.currency,
        pages=version.pages,
        shown_sha256=version.sent_sha256 or "",
        asked_at=recipient.invited_at,
        expires_at=recipient.dispatch.expires_at,
        facts_blob=version.facts_blob,
    )
