"""The approval of a document as it stands, and the tasks that await a person."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from docsvc.access import asked_of
from docsvc.model import (
    Approval,
    ApprovalRoute,
    ApprovalStage,
    ApprovalTask,
    Decision,
    Document,
    DocumentVersion,
    State,
    UserRole,
)
from docsvc.queries.approval_rows import ApprovalView, Named, StageRow, TaskRow, approval_row, stage_row
from docsvc.queries.holders import Holders, holders
from docsvc.queries.seats import barred
from docsvc.work import Actor

__all__ = [
    "ApprovalView",
    "StageRow",
    "TaskRow",
    "approval_view",
    "awaits",
    "inbox_count",
    "is_asked",
    "stages",
]

Round = TypeVar("Round", Approval, ApprovalStage)

_SEAT, _ASKED_FOR = aliased(ApprovalTask), aliased(Document)
"""Made once: making them for each question takes as long as asking it."""


def stages(session: Session, document_id: str, *, comments: bool = True) -> tuple[StageRow, ...]:
    """Return the stages of the document's last approval, in order; on demand without what people wrote."""
    last = _last(session, document_id)
    if last is None:
        return ()
    found = (
        select(ApprovalStage)
        .where(ApprovalStage.version_id == last.version_id, ApprovalStage.round == last.round)
        .order_by(ApprovalStage.position)
    )
    rows = session.scalars(found).all()
    named = _named(session, document_id, rows)
    return tuple(stage_row(stage, comments=comments, named=named) for stage in rows)


def _named(session: Session, document_id: str, rows: Sequence[ApprovalStage]) -> Named:
    """Return what tells the few holders of a role that is or will be asked: without whose document it is."""
    roles = {task.role for stage in rows for task in stage.seats if task.role and not task.decision}
    if not roles:
        return partial(Holders({}).named, without=())
    newest = select(Approval).where(
        Approval.version_id == rows[0].version_id, Approval.round == rows[0].round
    )
    not_them = barred(session.get_one(Document, document_id), session.scalars(newest).one_or_none())
    return partial(holders(session, roles).named, without=not_them)


def _last(session: Session, document_id: str) -> Approval | ApprovalStage | None:
    """Return the last round by itself, or by a stage where code that knew of no rounds began it."""
    approval = _newest(session, Approval, document_id)
    stage = _newest(session, ApprovalStage, document_id)
    if approval is None or stage is None:
        return approval or stage
    if approval.version_id == stage.version_id:
        return approval if approval.round >= stage.round else stage
    one, other = (session.get_one(DocumentVersion, each.version_id) for each in (approval, stage))
    return approval if (one.major, one.minor) > (other.major, other.minor) else stage


def approval_view(session: Session, document_id: str) -> ApprovalView | None:
    """Return the document's last round of approval, or None before the first."""
    approval = _newest(session, Approval, document_id)
    return approval_row(session, approval) if approval else None


def _newest(session: Session, table: type[Round], document_id: str) -> Round | None:
    """Return the row of the newest version's last round; ids are as old as the clock was, and it may jump."""
    rows = (
        select(table)
        .join(DocumentVersion, DocumentVersion.id == table.version_id)
        .where(table.document_id == document_id)
        .order_by(DocumentVersion.major.desc(), DocumentVersion.minor.desc(), table.round.desc())
    )
    return session.scalars(rows.limit(1)).one_or_none()


def awaits(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on open `ApprovalTask` rows that the actor may decide on.

    Nobody decides on their own document unless the route says so, nor twice in one stage, be it by a deputy;
    whoever stands in for them does neither.
    """
    return and_(
        ApprovalTask.open,
        ~ApprovalTask.decision.has(),
        _asked_now(actor),
        ~_decided_in_stage(actor.id),
        ~_own(actor.id),
    )


def is_asked(session: Session, actor: Actor, document_id: str) -> bool:
    """Tell whether an open approval of the document awaits the actor."""
    found = select(ApprovalTask.id).where(ApprovalTask.document_id == document_id, awaits(actor)).limit(1)
    return session.scalar(found) is not None


def inbox_count(session: Session, actor: Actor) -> int:
    """Return how many documents await the actor's decision."""
    counted = (
        select(func.count(ApprovalTask.document_id.distinct()))
        .join(Document, Document.id == ApprovalTask.document_id)
        .where(awaits(actor), Document.state == State.IN_APPROVAL)
    )
    return session.scalar(counted) or 0


def _asked_now(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on tasks of the actor's own, or of somebody away who might decide themselves."""
    own = replace(actor, stands_for=frozenset(), standing_roles=frozenset())
    return or_(asked_of(own), _stands_in(actor)) if actor.stands_for else asked_of(own)


def _stands_in(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on tasks of those whom the actor stands in for: never their own documents."""
    absent, holder = ApprovalTask.user_id, aliased(UserRole)
    of_role = exists(
        select(holder.user_id)
        .where(
            holder.role == ApprovalTask.role,
            holder.user_id.in_(actor.stands_for),
            ~_own(holder.user_id, holder),
            ~_decided_in_stage(holder.user_id, holder),
        )
        .correlate(ApprovalTask)
    )
    return or_(
        and_(absent.in_(actor.stands_for), ~_own(absent), ~_decided_in_stage(absent)),
        and_(absent.is_(None), of_role),
    )


def _decided_in_stage(person: "str | SQLColumnExpression[Any]", *outer: Any) -> ColumnElement[bool]:
    return exists(
        select(Decision.id)
        .join(_SEAT, _SEAT.id == Decision.task_id)
        .where(
            _SEAT.stage_id == ApprovalTask.stage_id,
            _SEAT.replaced_why.is_(None),
            or_(Decision.user_id == person, Decision.on_behalf_of_id == person),
        )
        .correlate(ApprovalTask, *outer)
    )


def _own(person: "str | SQLColumnExpression[Any]", *outer: Any) -> ColumnElement[bool]:
    """Return whether a person asks for this approval or owns its document, and the route bars them."""
    allowed = func.coalesce(ApprovalRoute.terms["own_approval"].as_boolean(), false())
    return exists(
        select(Approval.id)
        .join(_ASKED_FOR, _ASKED_FOR.id == Approval.document_id)
        .outerjoin(ApprovalRoute, ApprovalRoute.id == Approval.route_id)
        .where(
            Approval.document_id == ApprovalTask.document_id,
            Approval.ended_at.is_(None),
            or_(Approval.initiator_id == person, _ASKED_FOR.owner_id == person),
            ~allowed,
        )
        .correlate(ApprovalTask, *outer)
    )
