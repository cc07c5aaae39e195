"""People and our own organisation: who works here, for which legal entity, and how they are let in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id


class Role(StrEnum):
    """The shipped roles; what each may do is the table of `docsvc.access`."""

    ADMINISTRATOR = "administrator"
    HEAD = "head"
    MANAGER = "manager"
    LAWYER = "lawyer"
    FINANCE = "finance"
    DIRECTOR = "director"
    BOARD = "board"
    ACCOUNTANT = "accountant"


class Setting(Base):
    """One value that belongs to the whole installation."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class LegalEntity(Base):
    """One of our own companies: requisites and who signs for it. `details` is the `seller` of the facts."""

    __tablename__ = "legal_entity"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    inn: Mapped[str]
    is_default: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]]


class Department(Base):
    """A group of people whose head sees what they make."""

    __tablename__ = "department"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)


class User(Base):
    """A person who works here.

    `manager_id` is whom they report to (else the head of their department), `deputy_id` who stands in for
    them as a rule, `timezone` an IANA name, empty for the organisation's.
    """

    __tablename__ = "user_account"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    position: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ru")
    department_id: Mapped[str | None] = mapped_column(ForeignKey("department.id"), index=True)
    password_hash: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    manager_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    deputy_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    timezone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    department: Mapped[Department | None] = relationship(lazy="joined")
    role_rows: Mapped[list["UserRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles the person holds."""
        return frozenset(Role(row.role) for row in self.role_rows)


class UserRole(Base):
    """One role of one person."""

    __tablename__ = "user_role"
    __table_args__ = (Index("ix_user_role_role", "role"),)

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Absence(Base):
    """A time in which a person is away, and who decides for them; `deputy_id` null means their usual one."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_time", "starts_at", "ends_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    deputy_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class WebSession(Base):
    """A logged-in browser; the cookie holds the token, the table its hash.

    `lent_for` is the dispatch that the browser was handed over to others for: until its person gives the
    password again, it is nobody's.
    """

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    lent_for: Mapped[str] = mapped_column(default="")


class ApiKey(Base):
    """A machine's key: shown once, kept as a hash, limited to its scopes."""

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[Any]]
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class MadeOnce(Base):
    """What a program has made with an `Idempotency-Key`: the same request again makes nothing.

    `asked` is the SHA-256 of what it asked for.
    """

    __tablename__ = "made_once"

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[str]
    made_id: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(index=True)


class Attempt(Base):
    """A counter of failures in a window: logins, codes and whatever else is limited."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("key", "window"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str]
    window: Mapped[str]
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)
