"""Documents, their versions, the links between them and the numbers they take."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsvc.errors import StalePage, WrongMove
from docsvc.model.base import Base, new_id
from docsvc.model.catalog import TemplateVersion
from docsvc.model.deals import Deal
from docsvc.model.lifecycle import TRANSITIONS, Move, State
from docsvc.model.people import LegalEntity, User


class Kind(StrEnum):
    """What a document is; its words and its rules of number are data in `docsvc.model.kinds`."""

    QUOTE = "quote"
    CONTRACT = "contract"
    SPECIFICATION = "specification"
    SUPPLEMENT = "supplement"
    NDA = "nda"
    INVOICE = "invoice"
    ACT = "act"
    UPD = "upd"


class Origin(StrEnum):
    """Where the content of a version comes from.

    Its template, a person who edited the Word file, a PDF of our own that was uploaded or one received from
    the other side, or another document of which this is a copy for one person.
    """

    RENDERED = "rendered"
    EDITED = "edited"
    UPLOADED = "uploaded"
    RECEIVED = "received"
    COPIED = "copied"


FROM_OUTSIDE = frozenset({Origin.UPLOADED, Origin.RECEIVED})
"""Origins of versions that were taken as a finished PDF: no template, and nothing to make anew."""


class RenderState(StrEnum):
    """How far the PDF of a version is."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


IN_TRASH = text("trashed_at IS NOT NULL")
KEPT = text("trashed_at IS NULL")
"""Where indexes hold: one that begins with what is mostly NULL SQLite takes for choosy, and sorts all."""


class Document(Base):
    """One numbered document through its whole life; register columns are copied from the Facts."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("legal_entity_id", "kind", "number"),
        Index("ix_document_state_updated", "state", "updated_at"),
        Index("ix_document_owner_updated", "owner_id", "updated_at"),
        Index("ix_document_updated", "updated_at"),
        Index("ix_document_date", "date", "id"),
        Index("ix_document_number", "number", "id"),
        Index("ix_document_company", "company_name", "id"),
        Index("ix_document_amount", "amount_minor", "id"),
        Index("ix_document_company_inn", "company_inn", "kind"),
        Index("ix_document_in_trash", "trashed_at", postgresql_where=IN_TRASH, sqlite_where=IN_TRASH),
        # What is counted and summed over all documents stands in it, so that only it is read; the last column
        # is always NULL, and SQLite would look it up in the row.
        Index(
            "ix_document_tally",
            *("state", "kind", "date", "currency", "amount_minor", "id", "trashed_at"),
            postgresql_where=KEPT,
            sqlite_where=KEPT,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    number: Mapped[str]
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deal.id"), index=True)
    owner_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    department_id: Mapped[str | None] = mapped_column(ForeignKey("department.id"), index=True)
    legal_entity_id: Mapped[str] = mapped_column(ForeignKey("legal_entity.id"))
    current_version_id: Mapped[str | None]
    title: Mapped[str]
    company_name: Mapped[str]
    company_inn: Mapped[str] = mapped_column(default="")
    search: Mapped[str] = mapped_column(default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    date: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    trashed_at: Mapped[dt.datetime | None]

    deal: Mapped[Deal] = relationship(lazy="select")
    owner: Mapped[User] = relationship(lazy="joined")
    legal_entity: Mapped[LegalEntity] = relationship(lazy="select")
    versions: Mapped[list["DocumentVersion"]] = relationship(
        lazy="select",
        order_by="DocumentVersion.major, DocumentVersion.minor",
        back_populates="document",
    )

    @property
    def version(self) -> "DocumentVersion":
        """Return the current version."""
        return next(each for each in self.versions if each.id == self.current_version_id)

    def refuse_stale(self, seen: int | None) -> None:
        """Raise `StalePage` when somebody has acted since a page showed revision `seen`."""
        if seen is not None and seen != self.revision:
            raise StalePage

    def move(self, move: Move) -> None:
        """Take the document to where `move` leads; raise `WrongMove` where the table has no such row."""
        target = TRANSITIONS.get((State(self.state), move))
        if target is None:
            raise WrongMove(state=self.state, move=move.value)
        self.state = target.value


class DocumentVersion(Base):
    """One state of a document's content, with the three hashes that are never mixed.

    `docx_*` is the Word file that the PDF is made of, where there is one: merged from the template, or
    uploaded (`origin` edited). `rendered_*` is what approvers decide on, `sent_*` the certified PDF that
    recipients are shown (`picture_blob` its first page, small), `head_blob` the file as it grows by
    signatures, `final_*` the sealed file. `level` is the PAdES level that it reached; `lasting_*` is the same
    file with the evidence that keeps it verifiable for years at its end, to be stamped anew before
    `lasting_until`; `lasting_lacks` says why the next level is not reached yet: `tsa`, `evidence`, `revoked`.
    `places` lists what is to be filled in: `party`, `page`, `box`, `kind`, `name`, `label`, `required`;
    without `kind` it is a place to sign.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("document_id", "major", "minor"),
        Index("ix_document_version_template", "template_version_id", "document_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    major: Mapped[int]
    minor: Mapped[int]
    author_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    comment: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default=Origin.RENDERED.value)
    template_version_id: Mapped[str] = mapped_column(ForeignKey("template_version.id"))
    facts_blob: Mapped[str]
    facts_sha256: Mapped[str]
    render_state: Mapped[str] = mapped_column(default=RenderState.PENDING.value)
    render_error: Mapped[str] = mapped_column(default="")
    pages: Mapped[int] = mapped_column(default=0)
    places: Mapped[list[Any]] = mapped_column(default=list)
    docx_blob: Mapped[str | None]
    docx_sha256: Mapped[str | None]
    rendered_blob: Mapped[str | None]
    rendered_sha256: Mapped[str | None]
    sent_blob: Mapped[str | None]
    sent_sha256: Mapped[str | None]
    picture_blob: Mapped[str | None]
    head_blob: Mapped[str | None]
    final_blob: Mapped[str | None]
    final_sha256: Mapped[str | None]
    level: Mapped[str] = mapped_column(default="")
    lasting_blob: Mapped[str | None]
    lasting_sha256: Mapped[str | None]
    lasting_level: Mapped[str] = mapped_column(default="")
    lasting_until: Mapped[dt.datetime | None]
    lasting_lacks: Mapped[str] = mapped_column(default="")
    certificate_blob: Mapped[str | None]
    certificate_sha256: Mapped[str | None]
    created_at: Mapped[dt.datetime]

    document: Mapped[Document] = relationship(lazy="joined", back_populates="versions")
    author: Mapped[User] = relationship(lazy="joined")
    template_version: Mapped[TemplateVersion] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """Return MAJOR.MINOR."""
        return f"{self.major}.{self.minor}"


class DocumentLink(Base):
    """How one document stands to another: `from` has `to` as its basis, or replaces it."""

    __tablename__ = "document_link"

    from_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    to_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    relation: Mapped[str] = mapped_column(primary_key=True)


class Numerator(Base):
    """The last number taken for a kind, legal entity and period; taken in the draft's own transaction."""

    __tablename__ = "numerator"

    kind: Mapped[str] = mapped_column(primary_key=True)
    legal_entity_id: Mapped[str] = mapped_column(ForeignKey("legal_entity.id"), primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
