"""Sendings: who is asked to do what with which documents, in which order and by which means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.documents import Document, DocumentVersion


class Act(StrEnum):
    """What a recipient is asked to do: `copy` is shown the document from the first, `receive` at the end."""

    SIGN = "sign"
    ACCEPT = "accept"
    RECEIVE = "receive"
    COPY = "copy"


ACTING = frozenset({Act.SIGN, Act.ACCEPT})
"""Acts that a document waits for."""


class RecipientState(StrEnum):
    """How far a recipient is; only `invited` and `opened` may act.

    `spared`: enough of their group have acted; `replaced`: somebody else is asked instead, by the sender's
    choice or by their own; `returned`: they asked for changes.
    """

    WAITING = "waiting"
    INVITED = "invited"
    OPENED = "opened"
    ACTED = "acted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    SPARED = "spared"
    REPLACED = "replaced"
    RETURNED = "returned"


MAY_ACT = frozenset({RecipientState.INVITED, RecipientState.OPENED})


class Level(StrEnum):
    """What an act claims to be in law. Source: 63-ФЗ ст. 5."""

    SIMPLE = "simple"
    ADVANCED = "advanced"
    QUALIFIED = "qualified"


class Channel(StrEnum):
    """How a signer proves who they are: where the code goes, or a PIN of their own."""

    EMAIL = "email"
    SMS = "sms"
    PIN = "pin"


class AuthorityKind(StrEnum):
    """On what a signer acts for an organisation."""

    CHARTER = "charter"
    PROXY = "proxy"
    MCHD = "mchd"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reminders:
    """When a silent recipient is reminded: after `first` days, then every `every` days; 0 means never.

    `most` is how many reminders one person gets at most: without an end nobody would be left in peace.
    """

    first: int = 3
    every: int = 2
    most: int = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One person to be asked; recipients of one `order` act in parallel. `party` names the place to sign.

    Those with one `group` stand in for each other: as many as `Sending.quorums` says must act, the rest is
    spared. `authority` is «на основании …» in words, `authority_terms` what is known of it (`kind`, `number`,
    `date`, `until`, `principal`, `powers`, `file`). `individual` acts for themselves, not for a company.
    `access_code` is asked before the documents are shown; the sender tells it by another way.
    """

    name: str
    email: str
    act: Act
    order: int = 1
    party: str = ""
    position: str = ""
    organisation: str = ""
    authority: str = ""
    language: str = "ru"
    phone: str = ""
    channel: Channel = Channel.EMAIL
    level: Level = Level.ADVANCED
    group: str = ""
    individual: bool = False
    may_delegate: bool = False
    access_code: str = ""
    authority_terms: Mapping[str, Any] = field(default_factory=dict)


class Dispatch(Base):
    """One sending of one or several documents to ordered recipients.

    `quorums` says how many of a group must act (`{group: n}`), `reminders` is a `Reminders`, `shares_copies`
    whether who comes later sees the signatures made before. `host_id` is who hands the device over when it is
    signed in person.
    """

    __tablename__ = "dispatch"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    sender_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    title: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    quorums: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reminders: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shares_copies: Mapped[bool] = mapped_column(default=False)
    host_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    warned_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    documents: Mapped[list["DispatchDocument"]] = relationship(
        lazy="selectin",
        order_by="DispatchDocument.position",
        back_populates="dispatch",
    )
    recipients: Mapped[list["Recipient"]] = relationship(
        lazy="selectin",
        order_by="Recipient.order, Recipient.id",
        back_populates="dispatch",
    )

    def has_expired(self, now: datetime) -> bool:
        """Tell whether its last moment has passed."""
        return self.expires_at is not None and self.expires_at <= now

    def is_over(self, now: datetime) -> bool:
        """Tell whether it was closed or has passed its last moment."""
        return self.closed_at is not None or self.has_expired(now)


class DispatchDocument(Base):
    """One document version within a dispatch."""

    __tablename__ = "dispatch_document"

    dispatch_id: Mapped[str] = mapped_column(ForeignKey("dispatch.id"), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    position: Mapped[int]

    dispatch: Mapped[Dispatch] = relationship(lazy="joined", back_populates="documents")
    version: Mapped[DocumentVersion] = relationship(lazy="joined")
    document: Mapped[Document] = relationship(lazy="joined")


class Recipient(Base):
    """One person asked to act, as `Asked` says; `party` names the place to sign (`client`, `seller`).

    Who delegates or is replaced keeps their row; the new one names it in `instead_of_id`. `delivered_at` is
    when a mail server took the invitation last, `bounced_at` when one refused it for good.
    """

    __tablename__ = "recipient"
    __table_args__ = (Index("ix_recipient_person", "email", "state"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    dispatch_id: Mapped[str] = mapped_column(ForeignKey("dispatch.id"), index=True)
    order: Mapped[int] = mapped_column("turn")
    act: Mapped[str]
    party: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    email: Mapped[str]
    position: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    authority: Mapped[str] = mapped_column(default="")
    authority_terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    phone: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default=Channel.EMAIL.value)
    level: Mapped[str] = mapped_column(default=Level.ADVANCED.value)
    group: Mapped[str] = mapped_column("team", default="")
    individual: Mapped[bool] = mapped_column(default=False)
    may_delegate: Mapped[bool] = mapped_column(default=False)
    access_hash: Mapped[str] = mapped_column(default="")
    instead_of_id: Mapped[str | None] = mapped_column(ForeignKey("recipient.id"))
    language: Mapped[str] = mapped_column(default="ru")
    generation: Mapped[int] = mapped_column(default=1)
    token_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    invited_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    acted_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    dispatch: Mapped[Dispatch] = relationship(lazy="joined", back_populates="recipients")
