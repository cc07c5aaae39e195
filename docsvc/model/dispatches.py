"""Sendings: who is asked to do what with a document, and what they did."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.documents import Document, DocumentVersion


class Act(StrEnum):
    """What a recipient is asked to do."""

    SIGN = "sign"
    ACCEPT = "accept"
    RECEIVE = "receive"


class RecipientState(StrEnum):
    """How far a recipient is; only `invited` and `opened` may act."""

    WAITING = "waiting"
    INVITED = "invited"
    OPENED = "opened"
    ACTED = "acted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


MAY_ACT = frozenset({RecipientState.INVITED, RecipientState.OPENED})


@dataclass(frozen=True, slots=True)
class Asked:
    """One person to be asked; recipients of one `order` act in parallel. `party` names the place to sign."""

    name: str
    email: str
    act: Act
    order: int = 1
    party: str = ""
    position: str = ""
    organisation: str = ""
    authority: str = ""
    language: str = "ru"


class Dispatch(Base):
    """One sending of one or several documents to ordered recipients."""

    __tablename__ = "dispatch"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    sender_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    message: Mapped[str] = mapped_column(default="")
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
    """One person asked to act; `party` names the place to sign in the document (`client`, `seller`)."""

    __tablename__ = "recipient"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    dispatch_id: Mapped[str] = mapped_column(ForeignKey("dispatch.id"), index=True)
    order: Mapped[int] = mapped_column("turn")
    act: Mapped[str]
    party: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    position: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    authority: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ru")
    generation: Mapped[int] = mapped_column(default=1)
    token_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    invited_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    acted_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    dispatch: Mapped[Dispatch] = relationship(lazy="joined", back_populates="recipients")


class Signature(Base):
    """A recipient's act on one document; a job then makes the cryptographic signature."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("recipient_id", "document_id"),
        UniqueConstraint("version_id", "position"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipient.id"))
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    position: Mapped[int]
    act: Mapped[str]
    typed: Mapped[str] = mapped_column(default="")
    level: Mapped[str]
    consent: Mapped[str] = mapped_column(default="")
    shown_sha256: Mapped[str]
    code_id: Mapped[str | None]
    address: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    certificate_serial: Mapped[str] = mapped_column(default="")

    recipient: Mapped[Recipient] = relationship(lazy="joined")


class AgreementAcceptance(Base):
    """A person accepted the agreement on electronic signature. Source: 63-ФЗ ст. 6 ч. 2, ст. 9 ч. 2."""

    __tablename__ = "agreement_acceptance"
    __table_args__ = (UniqueConstraint("email", "version", "sha256"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    name: Mapped[str]
    version: Mapped[str]
    sha256: Mapped[str]
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipient.id"))
    address: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class SigningSession(Base):
    """A recipient's browser after the link was exchanged; the cookie holds the token, the table its hash."""

    __tablename__ = "signing_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipient.id"), index=True)
    generation: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SigningCode(Base):
    """A one-time code: bound to session, signer and shown hash. The code itself is derived, never stored."""

    __tablename__ = "signing_code"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipient.id"), index=True)
    session_hash: Mapped[str]
    shown_sha256: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
