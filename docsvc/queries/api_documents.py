"""Documents as the REST API answers them: these values are its response schemas."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import Session, joinedload, lazyload

from audit import evidence
from docsvc.access import Right, allow
from docsvc.errors import NotFound, NotRendered
from docsvc.model import Document, DocumentLink, DocumentVersion, Kind, State
from docsvc.queries.api_deals import money
from docsvc.queries.files import File, FileRow, document_file, readable_files, sees_only_signed
from docsvc.queries.reach import in_reach
from docsvc.queries.reached import reached
from docsvc.queries.trail import entries_of, shareable
from docsvc.work import Actor

PDF_FILES = (File.RENDERED, File.SENT, File.FINAL, File.LASTING, File.CERTIFICATE)


@dataclass(frozen=True, slots=True)
class DocumentsAsked:
    """What a list of documents is narrowed to; empty means any."""

    kind: Kind | None = None
    state: State | None = None
    deal_id: str = ""
    number: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document in a list."""

    id: str
    kind: Kind
    number: str
    title: str
    state: State
    deal_id: str
    company: str
    company_inn: str
    amount: Decimal
    currency: str
    date: dt.date
    valid_until: dt.date | None
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """A part of a list, the newest first; `next` is the cursor of the part after it, null at the end."""

    items: tuple[DocumentSummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A file that can be had now, with its SHA-256."""

    name: File
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """A document whole. `revision` counts its changes: send it back as `seen` and a stale act is refused.

    `level` is the PAdES level of the sealed file (B-B, B-T, B-LT, B-LTA), empty before; `level_until` is when
    its last time stamp has to be followed by another, which docsvc does; `level_lacks` is what the next level
    waits for: `tsa`, `evidence` or `revoked`.
    """

    id: str
    kind: Kind
    number: str
    title: str
    state: State
    revision: int
    version: str
    render_state: str
    deal_id: str
    basis_id: str | None
    company: str
    company_inn: str
    amount: Decimal
    currency: str
    date: dt.date
    valid_until: dt.date | None
    owner_email: str
    files: tuple[FileAnswer, ...]
    level: str
    level_until: dt.datetime | None
    level_lacks: str
    created_at: dt.datetime
    updated_at: dt.datetime


def documents_page(
    session: Session, actor: Actor, asked: DocumentsAsked, *, after: str = "", limit: int
) -> DocumentsPage:
    """Return a part of the documents that the actor may see, the newest first, after the id `after`."""
    reach = in_reach(session, actor).condition
    statement = select(Document).where(reach, _condition(asked), Document.trashed_at.is_(None))
    statement = statement.where(Document.id < after) if after else statement
    statement = statement.options(lazyload("*")).order_by(Document.id.desc()).limit(limit + 1)
    found = session.scalars(statement).all()
    items = tuple(_summary(document) for document in found[:limit])
    return DocumentsPage(items, items[-1].id if len(found) > limit else None)


def document_answer(session: Session, actor: Actor, document_id: str) -> DocumentAnswer:
    """Return a document whole; raise `NotFound` where there is none that the actor may see."""
    document, version = _visible(session, actor, document_id)
    basis = select(DocumentLink.to_id).filter_by(from_id=document.id, relation="basis").limit(1)
    sealed = reached(version)
    return DocumentAnswer(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        title=document.title,
        state=State(document.state),
        revision=document.revision,
        version=version.label,
        render_state=version.render_state,
        deal_id=document.deal_id,
        basis_id=session.scalar(basis),
        company=document.company_name,
        company_inn=document.company_inn,
        amount=money(document.amount_minor),
        currency=document.currency,
        date=document.date,
        valid_until=document.valid_until,
        owner_email=document.owner.email,
        files=tuple(
            FileAnswer(row.what, row.sha256) for row in readable_files(session, actor, document, version)
        ),
        level=sealed.level if sealed else "",
        level_until=sealed.until if sealed else None,
        level_lacks=sealed.lacks if sealed else "",
        created_at=document.created_at,
        updated_at=document.updated_at,
    )


def fetched_file(session: Session, actor: Actor, document_id: str, what: File) -> FileRow:
    """Return a file of the document's current version.

    Raises `NotRendered` for a PDF that is still being made, `NotFound` for a file that is not there yet.
    """
    _, version = _visible(session, actor, document_id)
    if what is File.RENDERED and version.rendered_blob is None:
        raise NotRendered
    return document_file(session, actor, document_id, what=what)


def document_evidence(session: Session, actor: Actor, document_id: str) -> bytes:
    """Return `audit.json` of the document, personal data included: it needs the right to export."""
    document, _ = _visible(session, actor, document_id)
    allow(actor, Right.EXPORT, document)
    entries = entries_of(session, document.id)
    return evidence(shareable(entries) if sees_only_signed(actor, document) else entries)


def _visible(session: Session, actor: Actor, document_id: str) -> tuple[Document, DocumentVersion]:
    document = session.get(Document, document_id, options=[lazyload("*"), joinedload(Document.owner)])
    if document is None or document.trashed_at is not None:
        raise NotFound
    allow(actor, Right.VIEW, document)
    current = select(DocumentVersion).where(DocumentVersion.id == document.current_version_id)
    return document, session.scalars(current.options(lazyload("*"))).one()


def _condition(asked: DocumentsAsked) -> ColumnElement[bool]:
    narrowed = (
        (asked.kind, Document.kind == asked.kind),
        (asked.state, Document.state == asked.state),
        (asked.deal_id, Document.deal_id == asked.deal_id),
        (asked.number, Document.number == asked.number),
        (asked.since, Document.date >= asked.since if asked.since else true()),
        (asked.until, Document.date <= asked.until if asked.until else true()),
    )
    return and_(true(), *(condition for given, condition in narrowed if given))


def _summary(document: Document) -> DocumentSummary:
    return DocumentSummary(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        title=document.title,
        state=State(document.state),
        deal_id=document.deal_id,
        company=document.company_name,
        company_inn=document.company_inn,
        amount=money(document.amount_minor),
        currency=document.currency,
        date=document.date,
        valid_until=document.valid_until,
        updated_at=document.updated_at,
    )
