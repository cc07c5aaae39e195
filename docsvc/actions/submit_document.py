"""Send a draft to those who have to approve it."""

from collections.abc import Sequence

from sqlalchemy import func, select

from docsvc.access import Right, allow
from docsvc.actions.guard_facts import Accepted, guard
from docsvc.actions.lay_out_approval import Wanted, find_route, lay_out
from docsvc.actions.require_short import require_short
from docsvc.actions.stages import open_next_stage
from docsvc.errors import JustificationRequired, NotRendered, VersionSpent
from docsvc.errors.phrase import Phrase, listed
from docsvc.model import Attachment, Document, Move, RenderState, State
from docsvc.model.route_input import Asking, RouteInput
from docsvc.work import Actor, Work


def submit_document(
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    seen: int | None = None,
    justification: str = "",
    skip: Sequence[int] = (),
    accept: Accepted | None = None,
) -> None:
    """Lay the approval out by the route that applies and open its first stage.

    Without a route, or where every stage is skipped, the document is approved at once. `skip` are positions
    (from 0) of optional stages. Raises `NotRendered` without a PDF to decide on, `StalePage` when the
    document is not as `seen`, `FactsDrifted` unless `accept` covers it, `JustificationRequired`,
    `VersionSpent` for what was sent before, and what `lay_out` raises.
    """
    document = work.document(document_id)
    allow(actor, Right.EDIT, document)
    document.refuse_stale(seen)
    require_short(justification=justification)
    if document.state == State.DRAFT.value and document.version.sent_sha256:
        raise VersionSpent
    if document.version.render_state != RenderState.DONE.value:
        raise NotRendered
    # In any other state the move refuses, and there is nothing to guard.
    drift = guard(work, document, actor=actor, accept=accept) if document.state == State.DRAFT.value else []
    document.move(Move.SUBMIT)
    choice = find_route(work, document, initiator_id=actor.id)
    if choice is not None:
        _require_asked(work, document, choice.route, justification)
    work.record(
        document,
        "document.submitted",
        actor,
        route=choice.row.number if choice else 0,
        code=choice.row.code if choice else "",
        private={"justification": justification.strip()} if justification.strip() else {},
    )
    wanted = Wanted(actor.id, justification=justification, skip=skip, drift=drift)
    lay_out(work, document, choice, actor=actor, wanted=wanted)
    open_next_stage(work, document)


def _require_asked(work: Work, document: Document, route: RouteInput, justification: str) -> None:
    """Raise `JustificationRequired` with everything that the route asks of the initiator and lacks."""
    lacking = []
    if route.ask.justification is Asking.REQUIRED and not justification.strip():
        lacking.append(Phrase("обоснование"))
    if route.ask.files is Asking.REQUIRED and not _files(work, document):
        lacking.append(Phrase("файлы к документу"))
    if lacking:
        raise JustificationRequired(route=route.title, what=listed(lacking, ", "))


def _files(work: Work, document: Document) -> int:
    kept = select(func.count(Attachment.id)).where(
        Attachment.document_id == document.id, Attachment.removed_at.is_(None)
    )
    return work.session.scalar(kept) or 0
