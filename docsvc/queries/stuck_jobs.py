"""Work of machines that does not go on: renderings that failed, files that hang, jobs given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from docsvc.access import Right, may, visible
from docsvc.errors.phrase import read_kept
from docsvc.model import Document, DocumentVersion, OutboxMessage, OutboxState, RenderState, State
from docsvc.queries.stuck import StuckDocument, about
from docsvc.work import Actor

HANGS_AFTER = timedelta(minutes=15)
"""What takes seconds, and has retries, hangs when it takes so long."""

MACHINE_JOBS = {
    State.DRAFT.value: ("render",),
    State.PREPARING.value: ("prepare",),
    State.SEALING.value: ("sign", "seal", "complete"),
}
"""The jobs that take a document on from a state in which a machine is awaited."""

MACHINES = (State.PREPARING.value, State.SEALING.value)
MOST = 200


class Machine(StrEnum):
    """What does not go on."""

    RENDER_FAILED = "render_failed"
    HANGS = "hangs"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class StuckJob:
    """One piece of work that stands; `job_id` is the message to try again, where there is one."""

    why: Machine
    document: StuckDocument | None
    since: datetime
    job: str
    job_id: str
    error: str


def stuck_jobs(session: Session, actor: Actor, *, now: datetime) -> tuple[StuckJob, ...]:
    """Return renderings that failed for good; for administrators also what hangs and every dead job."""
    failed = _failed(session, actor)
    if not may(actor, Right.ADMINISTER):
        return failed
    hanging, dead = _hanging(session, now), _dead(session)
    shown = {row.job_id for row in hanging}
    return (*failed, *hanging, *(row for row in dead if row.job_id not in shown))


def _failed(session: Session, actor: Actor) -> tuple[StuckJob, ...]:
    found = (
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.id == Document.current_version_id)
        .where(
            DocumentVersion.render_state == RenderState.FAILED.value,
            Document.state == State.DRAFT.value,
            Document.trashed_at.is_(None),
            visible(actor, Right.SEND),
        )
        .order_by(Document.updated_at)
        .limit(MOST)
    )
    return tuple(
        StuckJob(
            Machine.RENDER_FAILED,
            about(document),
            version.created_at,
            "render",
            "",
            read_kept(version.render_error),
        )
        for document, version in session.execute(found)
    )


def _hanging(session: Session, now: datetime) -> tuple[StuckJob, ...]:
    pending = and_(
        DocumentVersion.render_state == RenderState.PENDING.value,
        DocumentVersion.created_at <= now - HANGS_AFTER,
        Document.state == State.DRAFT.value,
    )
    closing = and_(Document.state.in_(MACHINES), Document.updated_at <= now - HANGS_AFTER)
    found = (
        select(Document)
        .join(DocumentVersion, DocumentVersion.id == Document.current_version_id)
        .where(or_(pending, closing), Document.trashed_at.is_(None))
        .order_by(Document.updated_at)
        .limit(MOST)
    )
    documents = session.scalars(found).all()
    jobs = _machine_jobs(session, documents)
    return tuple(_hangs(document, jobs.get(document.id)) for document in documents)


def _hangs(document: Document, job: OutboxMessage | None) -> StuckJob:
    """Tell of a document whose file is not made; the message that makes it may be gone altogether."""
    since = document.version.created_at if document.state == State.DRAFT.value else document.updated_at
    name, job_id, error = (job.name, job.id, job.error) if job else ("", "", "")
    return StuckJob(Machine.HANGS, about(document), since, name, job_id, error)


def machine_job(session: Session, document: Document) -> OutboxMessage | None:
    """Return the message that is to take a document on, and is not done; the latest of several."""
    return _machine_jobs(session, [document]).get(document.id)


def _machine_jobs(session: Session, documents: Sequence[Document]) -> Mapping[str, OutboxMessage]:
    """Return such messages by their documents: one query, however many those are."""
    awaited = {document.id: MACHINE_JOBS.get(document.state, ()) for document in documents}
    found = (
        select(OutboxMessage)
        .where(OutboxMessage.document_id.in_(awaited), OutboxMessage.state != OutboxState.DONE.value)
        .order_by(OutboxMessage.created_at)
    )
    return {
        message.document_id: message
        for message in session.scalars(found)
        if message.document_id is not None and message.name in awaited[message.document_id]
    }


def _dead(session: Session) -> tuple[StuckJob, ...]:
    found = (
        select(OutboxMessage, Document)
        .outerjoin(Document, Document.id == OutboxMessage.document_id)
        .where(OutboxMessage.state == OutboxState.DEAD.value)
        .order_by(OutboxMessage.created_at)
        .limit(MOST)
    )
    return tuple(
        StuckJob(
            Machine.DEAD,
            about(document) if document else None,
            message.created_at,
            message.name,
            message.id,
            message.error,
        )
        for message, document in session.execute(found)
    )
