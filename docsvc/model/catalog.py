"""Templates and their immutable versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id


class Template(Base):
    """A named way to make one kind of document in one language."""

    __tablename__ = "template"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    title: Mapped[str]
    internal: Mapped[bool] = mapped_column(default=False)
    current_version_id: Mapped[str | None]

    versions: Mapped[list["TemplateVersion"]] = relationship(
        lazy="selectin",
        order_by="TemplateVersion.major, TemplateVersion.minor",
        back_populates="template",
    )


class TemplateVersion(Base):
    """One published state of a template; never edited."""

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
    created_at: Mapped[datetime]

    template: Mapped[Template] = relationship(lazy="joined", back_populates="versions")
