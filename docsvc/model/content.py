"""What texts and lines are taken from: the content library and the product catalogue."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.model.base import Base, new_id


class ContentBlock(Base):
    """A text that many documents share, by the name that `{BLOCK:name}` calls it; one for each language.

    `tags` are words in lower case; `search` is everything a person may look it up by, casefolded.
    """

    __tablename__ = "content_block"
    __table_args__ = (UniqueConstraint("name", "language"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    language: Mapped[str]
    title: Mapped[str]
    tags: Mapped[list[Any]]
    search: Mapped[str] = mapped_column(default="")
    current_version_id: Mapped[str | None]
    retired_at: Mapped[datetime | None]

    versions: Mapped[list["ContentVersion"]] = relationship(
        lazy="selectin",
        order_by="ContentVersion.major, ContentVersion.minor",
        back_populates="block",
    )

    @property
    def version(self) -> "ContentVersion":
        """Return the current version."""
        return next(each for each in self.versions if each.id == self.current_version_id)


class ContentVersion(Base):
    """One text of a block; never edited: documents say which one they hold. `author` is a name as it was."""

    __tablename__ = "content_version"
    __table_args__ = (UniqueConstraint("block_id", "major", "minor"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    block_id: Mapped[str] = mapped_column(ForeignKey("content_block.id"))
    major: Mapped[int]
    minor: Mapped[int]
    text: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    author_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"))
    author: Mapped[str]
    created_at: Mapped[datetime]

    block: Mapped[ContentBlock] = relationship(lazy="select", back_populates="versions")

    @property
    def label(self) -> str:
        """Return MAJOR.MINOR."""
        return f"{self.major}.{self.minor}"


class Product(Base):
    """Something that we sell, for the lines that a manager adds; `vat_scaled` null means «Без НДС»."""

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("sku"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    sku: Mapped[str]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="шт.")
    price_scaled: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(default="RUB")
    vat_scaled: Mapped[int | None] = mapped_column(BigInteger)
    active: Mapped[bool] = mapped_column(default=True)
    search: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[datetime]


class OwnLine(Base):
    """A line that a manager added to a deal: the CRM does not know it and cannot lose it.

    An `optional` line counts only where it is `chosen`; one that is not is offered, outside of all sums.
    """

    __tablename__ = "own_line"
    __table_args__ = (UniqueConstraint("deal_id", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deal.id"))
    position: Mapped[int]
    product_id: Mapped[str | None] = mapped_column(ForeignKey("product.id"))
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(default="шт.")
    quantity_scaled: Mapped[int] = mapped_column(BigInteger)
    price_scaled: Mapped[int] = mapped_column(BigInteger)
    discount_scaled: Mapped[int] = mapped_column(BigInteger, default=0)
    vat_scaled: Mapped[int | None] = mapped_column(BigInteger)
    optional: Mapped[bool] = mapped_column(default=False)
    chosen: Mapped[bool] = mapped_column(default=True)
    author: Mapped[str]
    created_at: Mapped[datetime]

    @property
    def counts(self) -> bool:
        """Tell whether the line is in the sums."""
        return self.chosen or not self.optional
