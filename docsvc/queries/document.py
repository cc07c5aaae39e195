"""One document as its page shows it."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, allow, holds, visible_deals
from docsvc.errors import NotFound
from docsvc.errors.phrase import read_kept
from docsvc.model import Deal, Document, DocumentLink, DocumentVersion, Kind, Origin, RenderState, State
from docsvc.queries.acts import Offer, offers
from docsvc.queries.approvals import StageRow, is_asked, stages
from docsvc.queries.dispatch import Sending, sendings
from docsvc.queries.files import File, FileRow, readable_files, sees_only_signed
from docsvc.queries.history import HistoryRow, history
from docsvc.queries.mailing_list import COPY
from docsvc.queries.mailing_short import MailingShort, mailings_of
from docsvc.queries.placed_fields import PlacedField, may_place, placed
from docsvc.queries.reached import Reached, reached
from docsvc.queries.turns import Turn, turns
from docsvc.work import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of the document's content."""

    id: str
    label: str
    author: str
    comment: str
    created_at: dt.datetime
    template: str
    edited: bool
    current: bool


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """Another document that this one rests on (`forward`), or that rests on this one."""

    id: str
    kind: Kind
    number: str
    relation: str
    forward: bool


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Everything on the page of a document; the preview has `shown` of the version `version_id`."""

    id: str
    kind: Kind
    number: str
    title: str
    state: State
    revision: int
    deal_id: str
    deal_title: str
    deal_visible: bool
    company: str
    inn: str
    amount_minor: int
    currency: str
    date: dt.date
    valid_until: dt.date | None
    created_at: dt.datetime
    updated_at: dt.datetime
    owner: str
    mine: bool
    trashed_at: dt.datetime | None
    render_state: RenderState
    render_error: str
    pages: int
    version: str
    version_id: str
    rendered_sha256: str
    origin: Origin
    fields: tuple[PlacedField, ...]
    may_place: bool
    shown: FileRow | None
    turn: Turn
    offers: tuple[Offer, ...]
    reached: Reached | None
    may_export: bool
    may_send: bool
    versions: tuple[VersionRow, ...]
    links: tuple[LinkedRow, ...]
    mailings: tuple[MailingShort, ...]
    stages: tuple[StageRow, ...]
    sendings: tuple[Sending, ...]
    files: tuple[FileRow, ...]
    history: tuple[HistoryRow, ...]

    @property
    def mark(self) -> str:
        """Return what the page watches: it differs as soon as the page is out of date."""
        return mark_of(self.revision, self.render_state)


def mark_of(revision: int, render_state: str) -> str:
    """Name what a page has shown of a document's state."""
    return f"{revision}-{render_state}"


def document_mark(session: Session, actor: Actor, document_id: str) -> str:
    """Return the document's present mark: what an open page asks every few seconds."""
    document = load_visible(session, actor, document_id)
    found = select(DocumentVersion.render_state).where(DocumentVersion.id == document.current_version_id)
    return mark_of(document.revision, session.scalar(found) or "")


def load_visible(session: Session, actor: Actor, document_id: str) -> Document:
    """Return the row of a document that the actor may see; raise `NotFound`."""
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound
    allow(actor, Right.VIEW, document)
    return document


def one_document(session: Session, actor: Actor, document_id: str) -> DocumentView:
    """Return a document; raise `NotFound` when there is none or the actor may not see it."""
    document = load_visible(session, actor, document_id)
    version, deal = document.version, document.deal
    found = readable_files(session, actor, document, version)
    discussed = not sees_only_signed(actor, document)
    asked = is_asked(session, actor, document_id)
    return DocumentView(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        title=document.title,
        state=State(document.state),
        revision=document.revision,
        deal_id=document.deal_id,
        deal_title=deal.title,
        deal_visible=_sees_deal(session, actor, deal),
        company=document.company_name,
        inn=document.company_inn,
        amount_minor=document.amount_minor,
        currency=document.currency,
        date=document.date,
        valid_until=document.valid_until,
        created_at=document.created_at,
        updated_at=document.updated_at,
        owner=document.owner.name,
        mine=document.owner_id == actor.id,
        trashed_at=document.trashed_at,
        render_state=RenderState(version.render_state),
        render_error=read_kept(version.render_error),
        pages=version.pages,
        version=version.label,
        version_id=version.id,
        rendered_sha256=version.rendered_sha256 or "",
        origin=Origin(version.origin),
        fields=placed(version.places),
        may_place=may_place(actor, document),
        shown=next((file for file in found if file.what in (File.FINAL, File.SENT, File.RENDERED)), None),
        turn=turns(session, [document])[document.id],
        offers=offers(document, actor, asked=asked),
        reached=reached(version),
        may_export=holds(actor, Right.EXPORT, document),
        may_send=holds(actor, Right.SEND, document),
        versions=_versions(document, discussed=discussed),
        links=_links(session, document_id),
        mailings=mailings_of(session, document_id),
        stages=stages(session, document_id, comments=discussed),
        sendings=sendings(session, document_id),
        files=found,
        history=_history(session, document_id, discussed=discussed),
    )


def _sees_deal(session: Session, actor: Actor, deal: Deal) -> bool:
    return session.scalar(select(Deal.id).where(Deal.id == deal.id, visible_deals(actor))) is not None


def _versions(document: Document, *, discussed: bool) -> tuple[VersionRow, ...]:
    """Return the versions, newest first; of a document that is only read, the signed one without comment."""
    if discussed:
        return tuple(_version(each, document) for each in reversed(document.versions))
    return (replace(_version(document.version, document), comment=""),)


def _history(session: Session, document_id: str, *, discussed: bool) -> tuple[HistoryRow, ...]:
    """Return the history; who does not take part reads no words of ours, only those of recipients."""
    rows = history(session, document_id)
    if discussed:
        return rows
    return tuple(row if row.actor_kind == ActorKind.RECIPIENT else _wordless(row) for row in rows)


def _wordless(row: HistoryRow) -> HistoryRow:
    return replace(row, words="", to="", on_behalf_of="")


def _version(version: DocumentVersion, document: Document) -> VersionRow:
    template = version.template_version
    return VersionRow(
        id=version.id,
        label=version.label,
        author=version.author.name,
        comment=version.comment,
        created_at=version.created_at,
        template=f"{template.template.title} {template.major}.{template.minor}",
        edited=version.origin == Origin.EDITED.value,
        current=version.id == document.current_version_id,
    )


def _links(session: Session, document_id: str) -> tuple[LinkedRow, ...]:
    """Return the linked documents: their number and kind are no secret to who sees this one."""
    forward = select(Document, DocumentLink.relation).join(DocumentLink, DocumentLink.to_id == Document.id)
    back = select(Document, DocumentLink.relation).join(DocumentLink, DocumentLink.from_id == Document.id)
    there = session.execute(forward.where(DocumentLink.from_id == document_id)).all()
    # Copies of a mailing are hundreds: its own page lists them.
    beside = back.where(DocumentLink.to_id == document_id, DocumentLink.relation != COPY)
    here = session.execute(beside).all()
    return (
        *(LinkedRow(row.id, Kind(row.kind), row.number, relation, forward=True) for row, relation in there),
        *(LinkedRow(row.id, Kind(row.kind), row.number, relation, forward=False) for row, relation in here),
    )
