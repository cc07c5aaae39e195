"""What a recipient may see of a sending on its pages."""

from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import LinkInvalid
from docsvc.model import (
    Act,
    AgreementAcceptance,
    Channel,
    DispatchDocument,
    Kind,
    Level,
    Recipient,
    SigningCode,
    SigningSession,
    User,
)
from docsvc.model.access_codes import is_locked
from docsvc.model.asked_of import documents_asked, needed_of
from docsvc.model.means import means_of
from docsvc.queries.changed_since import changed_since
from docsvc.queries.facts_of import facts_of
from docsvc.queries.our_signatory import still_ours
from docsvc.queries.read_by import read_by
from docsvc.queries.recipient_page import BEHIND_THE_CODE, RecipientView
from docsvc.queries.recipient_parts import (
    EnvelopeDocument,
    FieldToFill,
    Neighbour,
    OwnAct,
    Party,
    Person,
    acts_of,
    documents_of,
    parties_of,
    sender_of,
)
from signing import links, shown_digest
from storage import Blobs

__all__ = [
    "EnvelopeDocument",
    "FieldToFill",
    "Neighbour",
    "OwnAct",
    "Party",
    "Person",
    "RecipientView",
    "has_accepted",
    "recipient_view",
]


@dataclass(frozen=True, slots=True)
class _Place:
    """The rows behind a page; they never leave this module."""

    signing: SigningSession
    recipient: Recipient
    entry: DispatchDocument


def recipient_view(
    session: Session, session_token: str, *, document_id: str, blobs: Blobs, now: datetime
) -> RecipientView:
    """Return the page of a recipient at one document; raise `LinkInvalid` as `actions.enter` does."""
    place = _place(session, links.token_hash(session_token), document_id, now)
    view = _view(session, place, blobs, now)
    return _only_the_question(view) if is_locked(place.recipient, place.signing) else view


def has_accepted(session: Session, *, email: str, version: str, sha256: str) -> bool:
    """Tell whether somebody has accepted exactly this text of the agreement before."""
    found = select(AgreementAcceptance.id).filter_by(email=email, version=version, sha256=sha256)
    return session.scalar(found) is not None


def _view(session: Session, place: _Place, blobs: Blobs, now: datetime) -> RecipientView:
    me, entry, signing = place.recipient, place.entry, place.signing
    dispatch, document, version = entry.dispatch, entry.document, entry.version
    acts = acts_of(session, dispatch)
    mine = acts.get((me.id, document.id))
    viewed = read_by(session, me.id, [each.document_id for each in dispatch.documents])
    documents = documents_of(dispatch, me, acts, viewed=viewed, now=now)
    return RecipientView(
        recipient_id=me.id,
        name=me.name,
        position=me.position,
        organisation=me.organisation,
        authority=me.authority,
        email=me.email,
        phone=me.phone,
        language=me.language,
        act=Act(me.act),
        level=Level(me.level),
        channel=means_of(
            signing.channel or me.channel, phone=me.phone, in_person=signing.host_id is not None
        ),
        individual=me.individual,
        may_delegate=me.may_delegate,
        group=me.group,
        quorum=needed_of(dispatch, me.group) if me.group else 1,
        needs_access_code=False,
        in_person=signing.host_id is not None,
        host=_host(session, signing),
        standing=next(each.standing for each in documents if each.id == document.id),
        reason=me.reason,
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        version=version.label,
        pages=version.pages,
        shown_sha256=version.sent_sha256 or "",
        final_sha256=version.final_sha256,
        has_certificate=version.certificate_blob is not None,
        facts=MappingProxyType(facts_of(blobs, version)),
        title=dispatch.title,
        message=dispatch.message,
        shares_copies=dispatch.shares_copies,
        expires_at=dispatch.expires_at,
        sender=sender_of(session, dispatch),
        parties=parties_of(dispatch, document.id, acts, me),
        own=OwnAct(Act(mine.act), mine.typed, mine.at) if mine else None,
        code_sent_at=_code_sent_at(session, place, now),
        documents=documents,
        changes_since=changed_since(session, me, entry),
        draft=dict(signing.draft or {}),
        guarded=bool(me.access_hash),
        texted=me.channel == Channel.SMS.value,
    )


def _only_the_question(view: RecipientView) -> RecipientView:
    """Leave nothing of the sending but what the question itself needs."""
    return replace(view, needs_access_code=True, **BEHIND_THE_CODE)


def _place(session: Session, session_hash: str, document_id: str, now: datetime) -> _Place:
    row = session.execute(
        select(SigningSession, Recipient, DispatchDocument)
        .join(Recipient, SigningSession.recipient_id == Recipient.id)
        .join(DispatchDocument, DispatchDocument.dispatch_id == Recipient.dispatch_id)
        .where(
            SigningSession.token_hash == session_hash,
            SigningSession.expires_at > now,
            SigningSession.generation == Recipient.generation,
            DispatchDocument.document_id == document_id,
        ),
    ).one_or_none()
    if row is None or not still_ours(row.Recipient):
        raise LinkInvalid
    return _Place(*row)


def _host(session: Session, signing: SigningSession) -> str:
    return session.get_one(User, signing.host_id).name if signing.host_id else ""


def _code_sent_at(session: Session, place: _Place, now: datetime) -> datetime | None:
    """Return when the code was sent that this session may still use."""
    asked = documents_asked(place.recipient, place.entry.dispatch)
    hashes = [each.version.sent_sha256 for each in asked if each.version.sent_sha256]
    sent = (
        select(SigningCode.created_at)
        .filter_by(session_hash=place.signing.token_hash, shown_sha256=shown_digest(hashes), used_at=None)
        .where(SigningCode.expires_at > now)
        .order_by(SigningCode.created_at.desc())
        .limit(1)
    )
    return session.scalar(sent)
