"""What a CRM knows, mirrored: companies, contacts, deals and their lines."""

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id
from docsvc.model.content import OwnLine
from docsvc.model.people import User

SCALE = 10_000
"""Quantities, prices, discounts and rates are integers of 1/10,000: `Numeric` is a float on SQLite."""


class Company(Base):
    """A client; `details` holds the requisites of the facts' `company`."""

    __tablename__ = "company"
    __table_args__ = (UniqueConstraint("source", "external_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    source: Mapped[str]
    external_id: Mapped[str]
    name: Mapped[str] = mapped_column(index=True)
    inn: Mapped[str] = mapped_column(default="", index=True)
    details: Mapped[dict[str, Any]]


class Contact(Base):
    """A person at a client."""

    __tablename__ = "contact"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"), index=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="", index=True)
    details: Mapped[dict[str, Any]]


class Deal(Base):
    """A sale in progress; `amount_minor` is what the client pays, in kopecks or cents."""

    __tablename__ = "deal"
    __table_args__ = (UniqueConstraint("source", "external_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    source: Mapped[str]
    external_id: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    prices: Mapped[str]
    date: Mapped[dt.date]
    deadline: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    discount_scaled: Mapped[int] = mapped_column(BigInteger, default=0)
    custom: Mapped[dict[str, Any]]
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"))
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime] = mapped_column(index=True)

    company: Mapped[Company] = relationship(lazy="joined")
    contact: Mapped[Contact | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(lazy="joined")
    lines: Mapped[list["DealLine"]] = relationship(
        lazy="selectin",
        order_by="DealLine.position",
        cascade="all, delete-orphan",
    )
    own_lines: Mapped[list[OwnLine]] = relationship(
        lazy="select",
        order_by=OwnLine.position,
        cascade="all, delete-orphan",
    )


class DealLine(Base):
    """One line of a deal; `vat_scaled` null means «Без НДС», which is not 0 %."""

    __tablename__ = "deal_line"
    __table_args__ = (UniqueConstraint("deal_id", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deal.id"))
    position: Mapped[int]
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(default="шт.")
    quantity_scaled: Mapped[int] = mapped_column(BigInteger)
    price_scaled: Mapped[int] = mapped_column(BigInteger)
    discount_scaled: Mapped[int] = mapped_column(BigInteger, default=0)
    vat_scaled: Mapped[int | None] = mapped_column(BigInteger)
