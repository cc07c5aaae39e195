"""An approval, its stages and seats, as pages and programs read them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import (
    Approval,
    ApprovalStage,
    ApprovalState,
    ApprovalTask,
    Quorum,
    Replaced,
    Role,
    StageState,
    User,
    Verdict,
)
from docsvc.queries.seats import given

Named = Callable[[str | None], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One approver's part: a name, or a role with its few `holders` while nobody of it has decided.

    `on_behalf_of` is the absent person for whom `name` decided, `instead_of` whom the seat was taken from;
    `replaced` tells why the seat was given on, and `reason` in whose words.
    """

    id: str
    name: str
    position: str
    role: Role | None
    user_id: str | None
    asked_as: str
    open: bool
    opened_at: datetime | None
    due_at: datetime | None
    decision_id: str | None
    verdict: Verdict | None
    comment: str
    conditions: str
    answer: str
    answered_at: datetime | None
    checklist: tuple[str, ...]
    at: datetime | None
    on_behalf_of: str
    instead_of: str
    replaced: Replaced | None
    reason: str
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of an approval round: `given` of the `needed` approvals are there.

    `tasks` are the seats that count, `handed_on` those given to somebody else; `note` tells why a stage was
    skipped or kept.
    """

    id: str
    position: int
    name: str
    version_id: str
    quorum: Quorum | int
    needed: int
    given: int
    state: StageState
    note: str
    optional: bool
    checklist: tuple[str, ...]
    opened_at: datetime | None
    closed_at: datetime | None
    tasks: tuple[TaskRow, ...]
    handed_on: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """One round of approval: who asked, why, by which route, and how it stands.

    Sums in the route's conditions are in `currency`.
    """

    id: str
    version_id: str
    round: int
    state: ApprovalState
    initiator_id: str
    initiator: str
    justification: str
    observers: tuple[str, ...]
    drift: tuple[dict[str, Any], ...]
    started_at: datetime
    paused_at: datetime | None
    ended_at: datetime | None
    route: str
    route_number: int
    route_title: str
    batch: bool
    from_mail: bool
    own_approval: bool
    currency: str


def approval_row(session: Session, approval: Approval) -> ApprovalView:
    """Return a round of approval as it stands."""
    terms = approval.route.terms if approval.route else {}
    names = select(User.name).where(User.id.in_(approval.observers)).order_by(User.name)
    return ApprovalView(
        id=approval.id,
        version_id=approval.version_id,
        round=approval.round,
        state=ApprovalState(approval.state),
        initiator_id=approval.initiator_id,
        initiator=approval.initiator.name,
        justification=approval.justification,
        observers=tuple(session.scalars(names)) if approval.observers else (),
        drift=tuple(approval.drift),
        started_at=approval.started_at,
        paused_at=approval.paused_at,
        ended_at=approval.ended_at,
        route=approval.route.code if approval.route else "",
        route_number=approval.route.number if approval.route else 0,
        route_title=str(terms.get("title", approval.route.code if approval.route else "")),
        batch=bool(terms.get("batch", False)),
        from_mail=bool(terms.get("from_mail", True)),
        own_approval=bool(terms.get("own_approval", False)),
        currency=str(terms.get("currency", "RUB")),
    )


def stage_row(stage: ApprovalStage, *, comments: bool, named: Named) -> StageRow:
    """Return a stage with its seats; on demand without what people wrote. `named` tells who holds a role."""
    seats = stage.seats
    return StageRow(
        id=stage.id,
        position=stage.position,
        name=stage.name,
        version_id=stage.version_id,
        quorum=Quorum(stage.quorum) if stage.quorum in set(Quorum) else int(stage.quorum),
        needed=stage.needed,
        given=given(stage),
        state=StageState(stage.state),
        note=stage.note,
        optional=bool(stage.rules.get("optional", False)),
        checklist=tuple(stage.rules.get("checklist", ())),
        opened_at=stage.opened_at,
        closed_at=stage.closed_at,
        tasks=tuple(_task(task, comments=comments, named=named) for task in seats),
        handed_on=tuple(
            _task(task, comments=comments, named=named)
            for task in stage.tasks
            if task.replaced_why is not None
        ),
    )


def _task(task: ApprovalTask, *, comments: bool, named: Named) -> TaskRow:
    decision = task.decision
    person = decision.user if decision else task.user
    told = decision if comments else None
    return TaskRow(
        id=task.id,
        name=person.name if person else "",
        position=person.position if person else "",
        role=Role(task.role) if task.role else None,
        user_id=person.id if person else None,
        asked_as=task.asked_as,
        open=task.open,
        opened_at=task.opened_at,
        due_at=task.due_at,
        decision_id=decision.id if decision else None,
        verdict=Verdict(decision.verdict) if decision else None,
        comment=told.comment if told else "",
        conditions=told.conditions if told else "",
        answer=told.answer if told else "",
        answered_at=decision.answered_at if decision else None,
        checklist=tuple(decision.checklist) if decision else (),
        at=decision.at if decision else None,
        on_behalf_of=decision.on_behalf_of.name if decision and decision.on_behalf_of else "",
        instead_of=task.instead_of.name if task.instead_of else "",
        replaced=Replaced(task.replaced_why) if task.replaced_why else None,
        reason=task.reason if comments else "",
        holders=() if person else named(task.role),
    )
