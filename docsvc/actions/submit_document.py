"""Send a draft to those who have to approve it."""

from sqlalchemy import func, select

from docsvc.access import Right, allow
from docsvc.actions.stages import open_next_stage
from docsvc.errors import NotRendered, StalePage
from docsvc.model import (
    ApprovalRoute,
    ApprovalStage,
    ApprovalTask,
    Document,
    Move,
    RenderState,
    StageState,
    User,
    new_id,
)
from docsvc.work import Actor, Work


def submit_document(work: Work, document_id: str, *, actor: Actor, seen: int | None = None) -> None:
    """Open the first stage of the kind's route; an empty route approves at once.

    Raises `NotRendered` without a PDF to decide on, `StalePage` when the document is not as `seen`.
    """
    document = work.document(document_id)
    allow(actor, Right.EDIT, document)
    refuse_stale(document, seen)
    if document.version.render_state != RenderState.DONE.value:
        raise NotRendered
    document.move(Move.SUBMIT)
    route = _route(work, document.kind)
    work.record(document, "document.submitted", actor, route=route.number if route else 0)
    if route is not None:
        _lay_out(work, document, route)
    open_next_stage(work, document)


def refuse_stale(document: Document, seen: int | None) -> None:
    """Raise `StalePage` when somebody has acted since the page showed revision `seen`."""
    if seen is not None and seen != document.revision:
        raise StalePage


def _route(work: Work, kind: str) -> ApprovalRoute | None:
    newest = select(ApprovalRoute).where(ApprovalRoute.kind == kind).order_by(ApprovalRoute.number.desc())
    return work.session.scalars(newest.limit(1)).one_or_none()


def _lay_out(work: Work, document: Document, route: ApprovalRoute) -> None:
    """Write the route's stages down for this version: a later route does not change them."""
    rounds = select(func.max(ApprovalStage.round)).where(ApprovalStage.version_id == document.version.id)
    number = (work.session.scalar(rounds) or 0) + 1
    for position, about in enumerate(route.stages):
        stage = ApprovalStage(
            id=new_id(),
            document_id=document.id,
            version_id=document.version.id,
            route_id=route.id,
            round=number,
            position=position,
            name=about["name"],
            quorum=about.get("quorum", "all"),
            state=StageState.WAITING.value,
        )
        work.add(stage)
        for approver in about["approvers"]:
            work.add(_task(work, stage, approver))


def _task(work: Work, stage: ApprovalStage, approver: dict[str, str]) -> ApprovalTask:
    user_id = work.session.scalar(select(User.id).where(User.email == approver.get("user", "")))
    return ApprovalTask(
        id=new_id(),
        stage_id=stage.id,
        document_id=stage.document_id,
        role=approver.get("role"),
        user_id=user_id,
        open=False,
    )
