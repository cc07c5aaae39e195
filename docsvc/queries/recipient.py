"""What a recipient may see of a document on its page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import LinkInvalid
from docsvc.model import (
    Act,
    AgreementAcceptance,
    Dispatch,
    DispatchDocument,
    Document,
    DocumentVersion,
    Kind,
    Recipient,
    RecipientState,
    Signature,
    SigningCode,
    SigningSession,
    User,
)
from docsvc.queries.standing import Standing, standing_of
from signing import links
from storage import Blobs


@dataclass(frozen=True, slots=True)
class Party:
    """One of those who were asked, and what they have done."""

    name: str
    position: str
    organisation: str
    act: Act
    order: int
    acted_at: datetime | None
    declined: bool
    me: bool


@dataclass(frozen=True, slots=True)
class OwnAct:
    """What the recipient did with this document."""

    act: Act
    typed: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be named with how to reach them."""

    name: str
    position: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another document of the same sending."""

    id: str
    kind: Kind
    number: str


@dataclass(frozen=True, slots=True)
class RecipientView:
    """Everything that the recipient's page shows. `facts` is the frozen record that the template saw."""

    recipient_id: str
    name: str
    position: str
    organisation: str
    authority: str
    email: str
    language: str
    act: Act
    standing: Standing
    reason: str
    document_id: str
    kind: Kind
    number: str
    version: str
    pages: int
    shown_sha256: str
    final_sha256: str | None
    has_certificate: bool
    facts: Mapping[str, Any]
    message: str
    expires_at: datetime | None
    sender: Person
    parties: tuple[Party, ...]
    own: OwnAct | None
    code_sent_at: datetime | None
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """The rows behind a page; they never leave this module."""

    recipient: Recipient
    dispatch: Dispatch
    document: Document
    version: DocumentVersion


def recipient_view(
    session: Session, session_token: str, *, document_id: str, blobs: Blobs, now: datetime
) -> RecipientView:
    """Return the page of a recipient at one document; raise `LinkInvalid` as `actions.enter` does."""
    session_hash = links.token_hash(session_token)
    place = _place(session, session_hash, document_id, now)
    recipient, dispatch, document, version = place.recipient, place.dispatch, place.document, place.version
    signatures = _signatures(session, version)
    mine = signatures.get(recipient.id)
    facts = json.loads(blobs.get(version.facts_blob))
    return RecipientView(
        recipient_id=recipient.id,
        name=recipient.name,
        position=recipient.position,
        organisation=recipient.organisation,
        authority=recipient.authority,
        email=recipient.email,
        language=recipient.language,
        act=Act(recipient.act),
        standing=standing_of(recipient, dispatch, document, version, now=now, acted=mine is not None),
        reason=recipient.reason,
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        version=version.label,
        pages=version.pages,
        shown_sha256=version.sent_sha256 or "",
        final_sha256=version.final_sha256,
        has_certificate=version.certificate_blob is not None,
        facts=MappingProxyType(facts),
        message=dispatch.message,
        expires_at=dispatch.expires_at,
        sender=_sender(session, dispatch),
        parties=tuple(_party(each, signatures, recipient) for each in dispatch.recipients),
        own=OwnAct(Act(mine.act), mine.typed, mine.at) if mine else None,
        code_sent_at=_code_sent_at(session, session_hash, version, now),
        neighbours=tuple(_neighbour(each.document) for each in dispatch.documents),
    )


def has_accepted(session: Session, *, email: str, version: str, sha256: str) -> bool:
    """Tell whether somebody has accepted exactly this text of the agreement before."""
    found = select(AgreementAcceptance.id).filter_by(email=email, version=version, sha256=sha256)
    return session.scalar(found) is not None


def _place(session: Session, session_hash: str, document_id: str, now: datetime) -> _Place:
    row = session.execute(
        select(Recipient, DispatchDocument)
        .join(SigningSession, SigningSession.recipient_id == Recipient.id)
        .join(DispatchDocument, DispatchDocument.dispatch_id == Recipient.dispatch_id)
        .where(
            SigningSession.token_hash == session_hash,
            SigningSession.expires_at > now,
            SigningSession.generation == Recipient.generation,
            DispatchDocument.document_id == document_id,
        ),
    ).one_or_none()
    if row is None:
        raise LinkInvalid
    recipient, entry = row
    return _Place(recipient, entry.dispatch, entry.document, entry.version)


def _signatures(session: Session, version: DocumentVersion) -> dict[str, Signature]:
    rows = session.scalars(select(Signature).where(Signature.version_id == version.id))
    return {row.recipient_id: row for row in rows}


def _party(row: Recipient, signatures: Mapping[str, Signature], me: Recipient) -> Party:
    act = signatures.get(row.id)
    return Party(
        name=row.name,
        position=row.position,
        organisation=row.organisation,
        act=Act(row.act),
        order=row.order,
        acted_at=act.at if act else None,
        declined=row.state == RecipientState.DECLINED,
        me=row.id == me.id,
    )


def _sender(session: Session, dispatch: Dispatch) -> Person:
    user = session.get_one(User, dispatch.sender_id)
    return Person(user.name, user.position, user.email, user.phone)


def _neighbour(document: Document) -> Neighbour:
    return Neighbour(document.id, Kind(document.kind), document.number)


def _code_sent_at(
    session: Session, session_hash: str, version: DocumentVersion, now: datetime
) -> datetime | None:
    """Return when the code was sent that this session may still use."""
    sent = (
        select(SigningCode.created_at)
        .filter_by(session_hash=session_hash, shown_sha256=version.sent_sha256, used_at=None)
        .where(SigningCode.expires_at > now)
        .order_by(SigningCode.created_at.desc())
        .limit(1)
    )
    return session.scalar(sent)
