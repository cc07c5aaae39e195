"""Templates and their immutable versions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id


class VersionState(StrEnum):
    """How far a version of a template is: only a draft may change, only a published one makes documents."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Template(Base):
    """A named way to make one kind of document in one language.

    Several templates of a kind are its variants: the one with the lowest `rank` whose `condition` (an
    expression over the facts; empty holds always) is true makes the document.
    """

    __tablename__ = "template"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    title: Mapped[str]
    internal: Mapped[bool] = mapped_column(default=False)
    current_version_id: Mapped[str | None]
    condition: Mapped[str] = mapped_column(default="")
    rank: Mapped[int] = mapped_column(default=100)

    versions: Mapped[list["TemplateVersion"]] = relationship(
        lazy="selectin",
        order_by="TemplateVersion.major, TemplateVersion.minor",
        back_populates="template",
    )

    @property
    def current(self) -> "TemplateVersion | None":
        """Return the version that new documents are made by."""
        return next((each for each in self.versions if each.id == self.current_version_id), None)

    @property
    def draft(self) -> "TemplateVersion | None":
        """Return the version that is being worked on; a template has one at most."""
        return next((each for each in self.versions if each.state == VersionState.DRAFT.value), None)


class TemplateVersion(Base):
    """One state of a template. Once published it is never edited: documents rest on it.

    `source_blob` is the whole template with its field schema; `field_schema` repeats the fields for lists.
    `author` is the author's name as it was. `publish_reason` says why it was published without a green trial.
    """

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("template_id", "major", "minor"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    template_id: Mapped[str] = mapped_column(ForeignKey("template.id"))
    major: Mapped[int]
    minor: Mapped[int]
    state: Mapped[str]
    engine: Mapped[str]
    source_blob: Mapped[str]
    field_schema: Mapped[list[Any]]
    change_note: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    author_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(default="")
    publish_reason: Mapped[str] = mapped_column(default="")

    template: Mapped[Template] = relationship(lazy="joined", back_populates="versions")

    @property
    def label(self) -> str:
        """Return MAJOR.MINOR."""
        return f"{self.major}.{self.minor}"
