"""What is said about a document while it is approved, and the files that go with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.people import User


class RemarkKind(StrEnum):
    """What a remark is: a question to somebody, its answer, or a comment on the text."""

    QUESTION = "question"
    ANSWER = "answer"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class RemarkInput:
    """What somebody writes about a place of the PDF: `page` counts from 1, `quote` is its text there."""

    text: str
    page: int | None = None
    quote: str = ""


class Remark(Base):
    """One remark on a version; `page` (from 1) and `quote` point to a place of its PDF, where it has one.

    `decision_id` ties comments to the verdict they were given with, `parent_id` an answer to its question.
    """

    __tablename__ = "remark"
    __table_args__ = (
        Index("ix_remark_document", "document_id", "at"),
        Index("ix_remark_to", "to_id", "document_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("remark.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    to_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str]
    text: Mapped[str]
    page: Mapped[int | None]
    quote: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="joined", foreign_keys=[author_id])
    to: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[to_id])


class Attachment(Base):
    """A file that the initiator gave to the approvers; it is never sent to the client."""

    __tablename__ = "attachment"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    blob: Mapped[str]
    sha256: Mapped[str]
    author_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    author: Mapped[User] = relationship(lazy="joined")
