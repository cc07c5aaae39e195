"""What recipients did, and how they proved who they are: acts, consents, sessions, codes and PINs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.dispatches import Recipient


class Signature(Base):
    """A recipient's act on one document; a job then makes the cryptographic signature.

    `field` is the place that it fills. `look` tells how it was made (`kind`: `typed`, `drawn`, `picture`) and
    `look_blob` holds the strokes (JSON) or the picture (PNG). `values` are the other fields that the signer
    filled in, by name. `detached_blob` is a signature made outside, `detached_report` what checking it found.
    `authority_terms` is the authority as it was then, `channel` how the signer proved who they are.
    """

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
    field: Mapped[str] = mapped_column(default="")
    typed: Mapped[str] = mapped_column(default="")
    look: Mapped[dict[str, Any]] = mapped_column(default=dict)
    look_blob: Mapped[str | None]
    values: Mapped[dict[str, Any]] = mapped_column("filled", default=dict)
    channel: Mapped[str] = mapped_column(default="")
    authority_terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    detached_blob: Mapped[str | None]
    detached_report: Mapped[dict[str, Any]] = mapped_column(default=dict)
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


class Consent(Base):
    """A consent that a natural person gave apart from the signature. Source: 152-ФЗ ст. 9 ч. 1, ст. 10.1."""

    __tablename__ = "consent"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipient.id"), index=True)
    email: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    text: Mapped[str]
    sha256: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PreparedWill(Base):
    """The will of the last approver to sign what they approve, given before it is sent.

    It is used when their turn to sign comes, if what is sent is the approved PDF, certified. `will` holds
    what they gave (`typed`, `consent`, `agreement`); `dropped` says why it was not used.
    """

    __tablename__ = "prepared_will"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    rendered_sha256: Mapped[str]
    will: Mapped[dict[str, Any]]
    code_id: Mapped[str | None]
    address: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    dropped: Mapped[str] = mapped_column(default="")


class ChangeRequest(Base):
    """What a recipient wants changed; `remarks` are `RemarkInput`s on its text."""

    __tablename__ = "change_request"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipient.id"))
    text: Mapped[str]
    remarks: Mapped[list[Any]]
    at: Mapped[datetime]

    recipient: Mapped[Recipient] = relationship(lazy="joined")


class SigningSession(Base):
    """A recipient's browser after the link was exchanged; the cookie holds the token, the table its hash.

    `host_id` is who handed the device over, in person. `unlocked_at` is when the access code was given, where
    one is asked for. `draft` keeps what was filled in so far. `channel` is how this signer proves here who
    they are, where that differs from what was asked of them.
    """

    __tablename__ = "signing_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipient.id"), index=True)
    generation: Mapped[int]
    host_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    unlocked_at: Mapped[datetime | None]
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    channel: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SigningCode(Base):
    """A one-time code: bound to session, signer and shown hash. The code itself is derived, never stored.

    The signer is a recipient with a link, or a colleague who has logged in (`user_id`). `shown_sha256` is the
    digest of everything that it signs: see `signing.codes.shown_digest`.
    """

    __tablename__ = "signing_code"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    recipient_id: Mapped[str | None] = mapped_column(ForeignKey("recipient.id"), index=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    session_hash: Mapped[str]
    shown_sha256: Mapped[str]
    channel: Mapped[str] = mapped_column(default="email")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class SignerPin(Base):
    """A PIN that a person chose on their own page, for signing on somebody else's device; an Argon2 hash."""

    __tablename__ = "signer_pin"

    email: Mapped[str] = mapped_column(primary_key=True)
    pin_hash: Mapped[str]
    set_at: Mapped[datetime]


class PersonSession(Base):
    """A person's browser on the page of their own documents; the table holds the hash of the cookie."""

    __tablename__ = "person_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
