"""The audit trail, the outbox, outgoing mail and the archive: what must never be lost."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.queues import Queue


class AuditEntry(Base):
    """One link of a subject's hash chain; triggers refuse UPDATE and DELETE."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("subject", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str]
    position: Mapped[int]
    previous: Mapped[str]
    hash: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class AuditPayload(Base):
    """The personal data that an entry only commits to; erasing it leaves the proof whole."""

    __tablename__ = "audit_payload"

    entry_id: Mapped[str] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """The last link of each chain: locked while one is added, so that no two share a position."""

    __tablename__ = "audit_head"

    subject: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    hash: Mapped[str]


class OutboxState(StrEnum):
    """How far a promised piece of work is."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


class OutboxMessage(Base):
    """One promise of work, made in the transaction that caused it; the queue of record.

    `worker` holds it, or was the last to; `started_at` is when it began.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_claim", "state", "due_at"),
        Index("ix_outbox_queue", "queue", "state", "due_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(unique=True)
    document_id: Mapped[str | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default=OutboxState.WAITING.value)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_token: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    queue: Mapped[str] = mapped_column(default=Queue.RENDER.value)
    worker: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime | None]

    def renew(self, now: datetime) -> None:
        """Be due at once, with a fresh count of attempts; jobs ask whether they are done."""
        self.state, self.attempts, self.due_at = OutboxState.WAITING.value, 0, now


class WorkerSeen(Base):
    """A process that does work, as of its last sign of life; one that says goodbye is taken out.

    `queue` is the one it serves; the embedded runner serves all and names none.
    """

    __tablename__ = "worker_seen"

    name: Mapped[str] = mapped_column(primary_key=True)
    queue: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class MailState(StrEnum):
    """How far a message is; `sent` means that a mail server accepted it."""

    QUEUED = "queued"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"


class Mail(Base):
    """An outgoing message as what it says, never with the link or code it carries: those are recomputed.

    `channel` is `email` or `sms`, which goes to `to_phone`.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_created", "created_at"),
        Index("ix_mail_state", "state", "created_at"),
        Index("ix_mail_channel", "channel", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    template: Mapped[str]
    to_email: Mapped[str] = mapped_column(index=True)
    to_name: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="email")
    to_phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ru")
    params: Mapped[dict[str, Any]]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"), index=True)
    recipient_id: Mapped[str | None] = mapped_column(ForeignKey("recipient.id"), index=True)
    code_id: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=MailState.QUEUED.value)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    deliveries: Mapped[list["Delivery"]] = relationship(lazy="selectin", order_by="Delivery.at")


class Delivery(Base):
    """One attempt to hand a message over, with what the server answered."""

    __tablename__ = "delivery"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    mail_id: Mapped[str] = mapped_column(ForeignKey("mail.id"), index=True)
    at: Mapped[datetime]
    accepted: Mapped[bool]
    answer: Mapped[str]


class ArchiveEntry(Base):
    """The frozen package of a document: the same bytes on every pull."""

    __tablename__ = "archive_entry"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), unique=True)
    package_blob: Mapped[str]
    package_sha256: Mapped[str]
    file_name: Mapped[str]
    archived_at: Mapped[datetime] = mapped_column(index=True)
