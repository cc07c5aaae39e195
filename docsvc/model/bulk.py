"""Mailings: one document to many people, each a copy of their own."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id


class MailingState(StrEnum):
    """How far one row of a mailing is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Mailing(Base):
    """One approved document that goes to many; `terms` is how it is sent (message, deadline, reminders)."""

    __tablename__ = "mailing"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    sender_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    file_name: Mapped[str] = mapped_column(default="")
    terms: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]

    rows: Mapped[list["MailingRow"]] = relationship(
        lazy="select", order_by="MailingRow.position", back_populates="mailing"
    )


class MailingRow(Base):
    """One person of a mailing, and the copy that was made for them; `person` is as the file's row gave it."""

    __tablename__ = "mailing_row"
    __table_args__ = (UniqueConstraint("mailing_id", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    mailing_id: Mapped[str] = mapped_column(ForeignKey("mailing.id"))
    position: Mapped[int]
    person: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=MailingState.WAITING.value)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"), index=True)
    dispatch_id: Mapped[str | None] = mapped_column(ForeignKey("dispatch.id"))
    error: Mapped[str] = mapped_column(default="")

    mailing: Mapped[Mailing] = relationship(lazy="joined", back_populates="rows")
