"""What the registry of machine-readable powers of attorney (МЧД) said, by the number of each."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from docsvc.model.base import Base


class MchdState(StrEnum):
    """What a registry answers of a number."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


REFUSED = frozenset({MchdState.REVOKED, MchdState.EXPIRED, MchdState.UNKNOWN})
"""On what the registry calls so nobody signs."""


class MchdCheck(Base):
    """The last answer about one power of attorney; `host` is which registry gave it."""

    __tablename__ = "mchd_check"

    number: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    host: Mapped[str]
    checked_at: Mapped[datetime]
