"""The keys that the organisation has sealed with: the current one and those before it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from docsvc.model.base import Base, new_id

WARNED: Final = (60, 30, 7)
"""Days before the end of its certificate at which administrators are written to."""


class SealKind(StrEnum):
    """Where a key of the seal is from: our own authority, bought as a file, or in a token."""

    OWN = "own"
    PKCS12 = "pkcs12"
    PKCS11 = "pkcs11"


@dataclass(frozen=True, slots=True)
class StoredKey:
    """One key as it is kept, outside a transaction; see `SealKey`."""

    kind: str
    label: str
    store: bytes = field(repr=False)
    chain: str


class SealKey(Base):
    """One key of the organisation's seal; the newest that is not retired signs.

    `kind` is `own` (from this installation's authority), `pkcs12` (a certificate that was bought) or `pkcs11`
    (in a token: `label` names it there). `store` is the PKCS#12 under a passphrase derived from the master
    secret, empty for a token. `chain` holds the certificates (PEM), the seal's own first. Where our authority
    has revoked it, `revoked_since` is from when on it is not to be believed and `revoked_reason` why.
    """

    __tablename__ = "seal_key"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    store: Mapped[bytes] = mapped_column(LargeBinary)
    chain: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    author: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    revoked_since: Mapped[datetime | None]
    revoked_reason: Mapped[str] = mapped_column(default="", server_default="")
