"""Routes, the stages a version goes through, and the decisions taken on it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.people import User


class Quorum(StrEnum):
    """How many of a stage's approvers must approve."""

    ALL = "all"
    ANY = "any"


class StageState(StrEnum):
    """Where a stage stands; a stage opens when the one before it has passed."""

    WAITING = "waiting"
    OPEN = "open"
    PASSED = "passed"
    STOPPED = "stopped"


class Verdict(StrEnum):
    """What an approver may say."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


class ApprovalRoute(Base):
    """One version of the route of a kind; `stages` is [{name, approvers: [{role | user}], quorum}]."""

    __tablename__ = "approval_route"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    number: Mapped[int]
    stages: Mapped[list[Any]]
    created_at: Mapped[datetime]


class ApprovalStage(Base):
    """One stage that a document version has to pass."""

    __tablename__ = "approval_stage"
    __table_args__ = (UniqueConstraint("version_id", "round", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    route_id: Mapped[str] = mapped_column(ForeignKey("approval_route.id"))
    round: Mapped[int]
    position: Mapped[int]
    name: Mapped[str]
    quorum: Mapped[str]
    state: Mapped[str]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    tasks: Mapped[list["ApprovalTask"]] = relationship(lazy="selectin", back_populates="stage")


class ApprovalTask(Base):
    """One approver's part of a stage: a person, or whoever of a role comes first."""

    __tablename__ = "approval_task"
    __table_args__ = (Index("ix_approval_task_open", "open", "role", "user_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    stage_id: Mapped[str] = mapped_column(ForeignKey("approval_stage.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    role: Mapped[str | None]
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    open: Mapped[bool] = mapped_column(default=False)

    stage: Mapped[ApprovalStage] = relationship(lazy="joined", back_populates="tasks")
    user: Mapped[User | None] = relationship(lazy="joined")
    decision: Mapped["Decision | None"] = relationship(lazy="selectin", back_populates="task")


class Decision(Base):
    """What one approver said of one rendered hash; at most one a task."""

    __tablename__ = "decision"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[str] = mapped_column(ForeignKey("approval_task.id"), unique=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    verdict: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    rendered_sha256: Mapped[str]
    facts_sha256: Mapped[str]
    at: Mapped[datetime]

    task: Mapped[ApprovalTask] = relationship(lazy="joined", back_populates="decision")
    user: Mapped[User] = relationship(lazy="joined")
