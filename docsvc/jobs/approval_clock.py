"""The clock of approvals: one look at a task when its next step is due, and counting anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from docsvc.actions.approval_clock import recount_clock
from docsvc.actions.escalate_task import escalate_task
from docsvc.actions.stages import stages_of
from docsvc.actions.tell_stand_ins import tell_stand_ins
from docsvc.errors import NotFound
from docsvc.model import ApprovalRoute, ApprovalStage, ApprovalTask, Document, StageState, State
from docsvc.model.route_input import SlaInput
from docsvc.tools import Tools
from docsvc.work import SYSTEM, Work

AHEAD = frozenset({StageState.OPEN.value, StageState.WAITING.value})

AT_ONCE = 200
"""Documents that one job counts anew; it promises the rest to the next, and so ends in time."""


def wake_clock(tools: Tools, payload: Mapping[str, str]) -> None:
    """Look at a task whose step is due; a task that is over, or whose document is gone, needs nothing."""
    with tools.work() as work:
        try:
            escalate_task(work, payload["document"], task_id=payload["task"])
        except NotFound:
            return


def recount_clocks(tools: Tools, payload: Mapping[str, str]) -> None:
    """Count the steps of open tasks anew: of all of them, of one `user` or of one `route`.

    Each document in a transaction of its own, in the order of ids, from the one `after` which it left off.
    """
    with tools.read() as session:
        ids = _documents(session, payload)
    for document_id in ids:
        with tools.work() as work:
            _recount(work, document_id, route=payload.get("route", ""), absence=payload.get("absence", ""))
    if len(ids) == AT_ONCE:
        with tools.work() as work:
            work.later("approval_clocks", {**payload, "after": ids[-1]})


def _documents(session: Session, payload: Mapping[str, str]) -> Sequence[str]:
    """Return what is in approval: paused too, for its stages take a route's terms before they go on."""
    found = select(Document.id).distinct().join(ApprovalStage, ApprovalStage.document_id == Document.id)
    found = found.where(Document.state == State.IN_APPROVAL.value, Document.id > payload.get("after", ""))
    if user := payload.get("user"):
        found = found.join(ApprovalTask, ApprovalTask.stage_id == ApprovalStage.id).where(ApprovalTask.open)
        found = found.where(or_(ApprovalTask.user_id == user, ApprovalTask.user_id.is_(None)))
    if code := payload.get("route"):
        found = found.join(ApprovalRoute, ApprovalRoute.id == ApprovalStage.route_id)
        found = found.where(ApprovalRoute.code == code)
    return session.scalars(found.order_by(Document.id).limit(AT_ONCE)).all()


def _recount(work: Work, document_id: str, *, route: str, absence: str) -> None:
    """Count a document's open tasks anew, by the terms of the newest version of `route` where it has them.

    Where an `absence` is the reason, those who stand in are told what waits for them.
    """
    try:
        document = work.document(document_id)
    except NotFound:
        return
    if document.state != State.IN_APPROVAL.value:
        return
    if route:
        _take_terms(work, document, route)
    tasks = select(ApprovalTask).where(ApprovalTask.document_id == document_id, ApprovalTask.open)
    for task in work.session.scalars(tasks).unique():
        if absence:
            tell_stand_ins(work, document, task, absence_id=absence)
        _recount_task(work, document, task)


def _recount_task(work: Work, document: Document, task: ApprovalTask) -> None:
    was = task.due_at
    if not recount_clock(work, task):
        return
    work.record(
        document,
        "approval.rescheduled",
        SYSTEM,
        task=task.id,
        stage=task.stage.name,
        was=was.isoformat() if was else "",
        until=task.due_at.isoformat() if task.due_at else "",
    )


def _take_terms(work: Work, document: Document, route: str) -> None:
    """Give every stage that is not over the terms of time that the route's newest version has for it.

    A stage that this version does not know keeps its own; one that has no terms there any more has none.
    """
    newest = select(ApprovalRoute).where(ApprovalRoute.code == route).order_by(ApprovalRoute.number.desc())
    version = work.session.scalars(newest.limit(1)).one()
    ids = set(work.session.scalars(select(ApprovalRoute.id).where(ApprovalRoute.code == route)))
    for stage in stages_of(work, document):
        about = _same_stage(version, stage) if stage.route_id in ids and stage.state in AHEAD else None
        terms = about.get("sla") if about else None
        if about is not None and terms != stage.rules.get("sla"):
            if terms:
                SlaInput.model_validate(terms)
            stage.rules = {**stage.rules, "sla": terms}


def _same_stage(version: ApprovalRoute, stage: ApprovalStage) -> Mapping[str, Any] | None:
    """Return a version's stage of this name; of several the one at its place, else the first."""
    named = {n: each for n, each in enumerate(version.stages) if each["name"] == stage.name}
    return named.get(stage.position) or next(iter(named.values()), None)
