"""Routes, the approval that a version goes through, its stages and tasks, and the decisions taken on it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.people import User


class Quorum(StrEnum):
    """How many of a stage's approvers must approve, where it is not a number."""

    ALL = "all"
    ANY = "any"


class ApprovalState(StrEnum):
    """Where an approval stands: it runs or is paused, or how it ended."""

    RUNNING = "running"
    PAUSED = "paused"
    PASSED = "passed"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RESTARTED = "restarted"


class StageState(StrEnum):
    """Where a stage stands; a stage opens when the one before it has passed or was skipped."""

    WAITING = "waiting"
    OPEN = "open"
    PASSED = "passed"
    SKIPPED = "skipped"
    STOPPED = "stopped"


class Verdict(StrEnum):
    """What an approver may say."""

    APPROVE = "approve"
    CONDITIONS = "conditions"
    RETURN = "return"
    REJECT = "reject"


FOR = frozenset({Verdict.APPROVE, Verdict.CONDITIONS})
"""Verdicts that count towards a quorum."""


class Replaced(StrEnum):
    """Why a task was given to somebody else, or to the same person anew."""

    DELEGATED = "delegated"
    HANDED_OVER = "handed_over"
    CHANGED = "changed"
    REMOVED = "removed"
    STEPPED_BACK = "stepped_back"


class RouteRule(Base):
    """The place of a route in the rule table: the first whose kinds and condition match applies."""

    __tablename__ = "route_rule"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    retired_at: Mapped[datetime | None]


class ApprovalRoute(Base):
    """One version of a route; `stages` and `terms` are `RouteInput` as JSON, whole."""

    __tablename__ = "approval_route"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column("kind")
    number: Mapped[int]
    stages: Mapped[list[Any]]
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    author: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Approval(Base):
    """One round of approval of one version; `rates` are the exchange rates that its conditions used.

    `drift` lists what was accepted: {digest, differences, who, who_id, reason, at}. `observers` are ids of
    people.
    """

    __tablename__ = "approval"
    __table_args__ = (
        UniqueConstraint("version_id", "round"),
        Index("ix_approval_started", "started_at"),
        Index("ix_approval_ended", "ended_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    round: Mapped[int]
    route_id: Mapped[str | None] = mapped_column(ForeignKey("approval_route.id"))
    initiator_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(default=ApprovalState.RUNNING.value)
    justification: Mapped[str] = mapped_column(default="")
    observers: Mapped[list[Any]] = mapped_column(default=list)
    rates: Mapped[dict[str, Any]] = mapped_column(default=dict)
    drift: Mapped[list[Any]] = mapped_column(default=list)
    started_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    initiator: Mapped[User] = relationship(lazy="joined")
    route: Mapped[ApprovalRoute | None] = relationship(lazy="joined")


class Observer(Base):
    """Somebody who is told of an approval and may read its document: `Approval.observers` as rows."""

    __tablename__ = "approval_observer"
    __table_args__ = (Index("ix_approval_observer_user", "user_id", "document_id"),)

    approval_id: Mapped[str] = mapped_column(ForeignKey("approval.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))


class ApprovalStage(Base):
    """One stage that a document version has to pass.

    `rules` is its `StageInput` as it was at the start, but for its `sla`: time goes by the newest version.
    """

    __tablename__ = "approval_stage"
    __table_args__ = (
        UniqueConstraint("version_id", "round", "position"),
        Index("ix_approval_stage_closed", "closed_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    route_id: Mapped[str] = mapped_column(ForeignKey("approval_route.id"))
    round: Mapped[int]
    position: Mapped[int]
    name: Mapped[str]
    quorum: Mapped[str]
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    tasks: Mapped[list["ApprovalTask"]] = relationship(
        lazy="selectin", back_populates="stage", order_by="ApprovalTask.id"
    )

    @property
    def seats(self) -> tuple["ApprovalTask", ...]:
        """Return the tasks that count: those that were not replaced."""
        return tuple(task for task in self.tasks if task.replaced_why is None)

    @property
    def needed(self) -> int:
        """Return how many approvals pass the stage: the quorum over the seats that are left."""
        seats = len(self.seats)
        match self.quorum:
            case Quorum.ALL.value:
                return seats
            case Quorum.ANY.value:
                return min(1, seats)
            case _:
                return min(int(self.quorum), seats)


class ApprovalTask(Base):
    """One seat of a stage: a person, or whoever of a role comes first.

    `asked_as` tells why it is them («role:lawyer», «head:initiator», «user:anna@…»). Of a task given to
    somebody else, `replaced_why` tells why, and the new task's `instead_of_id` is the person it was taken
    from. `steps` is what happens when nobody decides: [{"at", "act", "done"}], times as ISO 8601; `due_at`
    is the deadline, `next_at` when the clock has to look again.
    """

    __tablename__ = "approval_task"
    __table_args__ = (
        Index("ix_approval_task_open", "open", "role", "user_id"),
        Index("ix_approval_task_user", "user_id"),
        Index("ix_approval_task_role", "role", "user_id", "document_id"),
        Index("ix_approval_task_due", "due_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    stage_id: Mapped[str] = mapped_column(ForeignKey("approval_stage.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    role: Mapped[str | None]
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    asked_as: Mapped[str] = mapped_column(default="")
    open: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    steps: Mapped[list[Any]] = mapped_column(default=list)
    instead_of_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    replaced_why: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")

    stage: Mapped[ApprovalStage] = relationship(lazy="joined", back_populates="tasks")
    user: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[user_id])
    instead_of: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[instead_of_id])
    decision: Mapped["Decision | None"] = relationship(lazy="selectin", back_populates="task")


class Decision(Base):
    """What one approver said of one rendered hash; at most one a task.

    `on_behalf_of_id` is the absent person whom `user_id` stood in for; `checklist` the criteria that were
    ticked. `conditions` are to be answered by the initiator: `answer`, `answered_at`.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_at", "at"),
        Index("ix_decision_user", "user_id", "document_id"),
        Index("ix_decision_verdict", "verdict", "document_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[str] = mapped_column(ForeignKey("approval_task.id"), unique=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    on_behalf_of_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    verdict: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    checklist: Mapped[list[Any]] = mapped_column(default=list)
    rendered_sha256: Mapped[str]
    facts_sha256: Mapped[str]
    at: Mapped[datetime]

    task: Mapped[ApprovalTask] = relationship(lazy="joined", back_populates="decision")
    user: Mapped[User] = relationship(lazy="joined", foreign_keys=[user_id])
    on_behalf_of: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[on_behalf_of_id])
