"""Trials: a version of a template run over sample data or real deals before it is published."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.catalog import TemplateVersion


class TrialOver(StrEnum):
    """What a trial runs over."""

    SAMPLE = "sample"
    DEALS = "deals"


class TrialState(StrEnum):
    """How far a trial is."""

    RUNNING = "running"
    DONE = "done"


class RowState(StrEnum):
    """How one document of a trial came out."""

    WAITING = "waiting"
    RENDERED = "rendered"
    LACKING = "lacking"
    FAILED = "failed"


class Trial(Base):
    """One run of exactly the template at `source_blob`.

    `rows` has one entry a document, in the order of running: `deal` (id, null for the sample), `title`,
    `state`, `missing` and `warnings` (words), `pages`, `milliseconds`, `preview` (blob) and `error`.
    """

    __tablename__ = "trial"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[str] = mapped_column(ForeignKey("template_version.id"), index=True)
    source_blob: Mapped[str]
    over: Mapped[str]
    state: Mapped[str] = mapped_column(default=TrialState.RUNNING.value)
    rows: Mapped[list[Any]]
    author_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    author: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    version: Mapped[TemplateVersion] = relationship(lazy="select")

    @property
    def green(self) -> bool:
        """Tell whether every document of the trial came out whole."""
        done = self.state == TrialState.DONE.value
        return done and bool(self.rows) and all(row["state"] == RowState.RENDERED.value for row in self.rows)

    @property
    def counts(self) -> bool:
        """Tell whether a version may be published on this trial: green, and on real deals."""
        return self.green and self.over == TrialOver.DEALS.value
