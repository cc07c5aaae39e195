"""The inbox: what awaits a person's decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ApprovalRoute, ApprovalStage, ApprovalTask, Document, Kind, State
from docsvc.queries.approvals import awaits
from docsvc.queries.changes import Change, changes, last_seen_version
from docsvc.queries.document import load_visible
from docsvc.work import Actor
from storage import Blobs

MOST = 200


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One document that awaits the actor, since when and till when.

    `batch` may be decided with others: the route lets it, and there are no criteria to tick.
    """

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
    due_at: datetime | None
    batch: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the actor last decided on the document: on which version, and each value."""

    version: str
    comment: str
    changes: tuple[Change, ...]


def inbox(session: Session, actor: Actor) -> tuple[InboxRow, ...]:
    """Return what awaits the actor's decision, what is due first before the rest."""
    found = (
        select(Document, ApprovalTask, ApprovalRoute.terms)
        .join(ApprovalTask, ApprovalTask.document_id == Document.id)
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .join(ApprovalRoute, ApprovalRoute.id == ApprovalStage.route_id)
        .where(awaits(actor), Document.state == State.IN_APPROVAL, Document.trashed_at.is_(None))
        .order_by(ApprovalTask.due_at.nulls_last(), ApprovalStage.opened_at, Document.id)
        .limit(MOST)
    )
    rows: dict[str, InboxRow] = {}
    for document, task, terms in session.execute(found):
        rows.setdefault(document.id, _row(document, task, terms))
    return tuple(rows.values())


def since_last_time(session: Session, blobs: Blobs, actor: Actor, *, document_id: str) -> Since | None:
    """Return what changed since the actor's last decision; None when this is the first time."""
    document = load_visible(session, actor, document_id)
    current = document.version
    before = last_seen_version(session, actor, document_id, current_id=current.id)
    if before is None:
        return None
    return Since(before.label, current.comment, changes(blobs, before, current))


def _row(document: Document, task: ApprovalTask, terms: Mapping[str, Any]) -> InboxRow:
    return InboxRow(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        title=document.title,
        company=document.company_name,
        amount_minor=document.amount_minor,
        currency=document.currency,
        owner=document.owner.name,
        stage=task.stage.name,
        since=task.stage.opened_at,
        due_at=task.due_at,
        batch=bool(terms.get("batch")) and not task.stage.rules.get("checklist"),
    )
