"""Take a document on whose file should long have been made: try its job again now, or promise it anew."""

from sqlalchemy import select

from docsvc.access import Right, require
from docsvc.errors import WrongMove
from docsvc.model import DispatchDocument, Document, OutboxState, RenderState, State
from docsvc.queries.stuck_jobs import machine_job
from docsvc.work import ORGANISATION, Actor, Work


def resume_document_job(work: Work, document_id: str, *, actor: Actor) -> None:
    """Make the document's job due at once with a fresh count of attempts; jobs ask whether they are done.

    Raises `Forbidden`, `NotFound`, or `WrongMove` where no machine is awaited.
    """
    require(actor, Right.ADMINISTER)
    document = work.document(document_id)
    name = _awaited(document)
    message = machine_job(work.session, document)
    if message is None:
        key = f"{name}:again:{document.id}:{work.now.isoformat()}"
        work.later(name, _payload(work, document, name), key=key)
    elif message.state != OutboxState.LEASED.value:
        message.renew(work.now)
    work.record(
        ORGANISATION, "job.replayed", actor, job=message.name if message else name, document=document.id
    )


def _awaited(document: Document) -> str:
    """Return the job that takes the document on from where it stands."""
    version = document.version
    if document.state == State.DRAFT.value and version.render_state == RenderState.PENDING.value:
        return "render"
    if document.state == State.PREPARING.value:
        return "prepare"
    if document.state == State.SEALING.value:
        return "complete" if version.final_blob else "seal"
    raise WrongMove(state=document.state, move="job")


def _payload(work: Work, document: Document, name: str) -> dict[str, str]:
    about = {"document": document.id}
    if name == "render":
        return about | {"version": document.version.id}
    if name == "prepare":
        latest = select(DispatchDocument.dispatch_id).where(DispatchDocument.document_id == document.id)
        newest = latest.order_by(DispatchDocument.dispatch_id.desc()).limit(1)
        return about | {"dispatch": work.session.scalars(newest).one()}
    return about
