"""What may go into one sending with a document: approved documents of the same deal and company of ours."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, lazyload

from docsvc.access import Right, visible
from docsvc.model import Act, Document, DocumentLink, DocumentVersion, Kind, State
from docsvc.model.kinds import KINDS
from docsvc.queries.document import load_visible
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document that could go along; `linked` when one of the two rests on the other."""

    id: str
    kind: Kind
    number: str
    date: dt.date
    revision: int
    linked: bool


def enclosures(session: Session, actor: Actor, document_id: str) -> tuple[Enclosure, ...]:
    """Return what could go along with a document, what belongs to it first; raise `NotFound`.

    An offer waits for another act than a contract, so one goes only with its like. What was sent once needs a
    new version first.
    """
    document = load_visible(session, actor, document_id)
    linked = _linked(session, document_id)
    found = [
        Enclosure(each.id, Kind(each.kind), each.number, each.date, each.revision, linked=each.id in linked)
        for each in session.scalars(_siblings(document, actor))
        if _goes_with(document, each)
    ]
    return tuple(sorted(found, key=lambda each: (not each.linked, each.number)))


def _siblings(document: Document, actor: Actor) -> Select[Document]:
    return (
        select(Document)
        .join(DocumentVersion, DocumentVersion.id == Document.current_version_id)
        .where(
            Document.deal_id == document.deal_id,
            Document.legal_entity_id == document.legal_entity_id,
            Document.id != document.id,
            Document.state == State.APPROVED.value,
            Document.trashed_at.is_(None),
            DocumentVersion.sent_sha256.is_(None),
            visible(actor, Right.SEND),
        )
        .options(lazyload("*"))
    )


def _goes_with(document: Document, other: Document) -> bool:
    acts = {KINDS[Kind(each.kind)].client_act for each in (document, other)}
    return acts - {Act.RECEIVE} != {Act.SIGN, Act.ACCEPT}


def _linked(session: Session, document_id: str) -> set[str]:
    found = select(DocumentLink.from_id, DocumentLink.to_id).where(
        or_(DocumentLink.from_id == document_id, DocumentLink.to_id == document_id)
    )
    return {each for pair in session.execute(found) for each in pair}
