"""The inbox: what awaits a person's decision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ApprovalStage, ApprovalTask, Document, Kind, State
from docsvc.queries.approvals import awaits
from docsvc.queries.changes import Change, changes, last_seen_version
from docsvc.queries.document import load_visible
from docsvc.work import Actor
from storage import Blobs

MOST = 200


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One document that awaits the actor, with how long it has."""

    id: str
    kind: Kind
    number: str
    title: str
    company: str
    amount_minor: int
    currency: str
    owner: str
    stage: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the actor last decided on the document: on which version, and each value."""

    version: str
    comment: str
    changes: tuple[Change, ...]


def inbox(session: Session, actor: Actor) -> tuple[InboxRow, ...]:
    """Return what awaits the actor's decision, the longest waiting first."""
    found = (
        select(Document, ApprovalStage)
        .join(ApprovalTask, ApprovalTask.document_id == Document.id)
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .where(awaits(actor), Document.state == State.IN_APPROVAL, Document.trashed_at.is_(None))
        .order_by(ApprovalStage.opened_at, Document.id)
        .limit(MOST)
    )
    rows = {document.id: _row(document, stage) for document, stage in session.execute(found)}
    return tuple(rows.values())


def since_last_time(session: Session, blobs: Blobs, actor: Actor, *, document_id: str) -> Since | None:
    """Return what changed since the actor's last decision; None when this is the first time."""
    document = load_visible(session, actor, document_id)
    current = document.version
    before = last_seen_version(session, actor, document_id, current_id=current.id)
    if before is None:
        return None
    return Since(before.label, current.comment, changes(blobs, before, current))


def _row(document: Document, stage: ApprovalStage) -> InboxRow:
    return InboxRow(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        title=document.title,
        company=document.company_name,
        amount_minor=document.amount_minor,
        currency=document.currency,
        owner=document.owner.name,
        stage=stage.name,
        since=stage.opened_at,
    )
