"""One action, one transaction: what changed, its record and what was promised are committed together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from audit import Event, Head, append
from docsvc.errors import NotFound
from docsvc.model import AuditEntry, AuditHead, AuditPayload, Base, Document, OutboxMessage, new_id
from docsvc.model.event_words import QUIET
from docsvc.model.queues import queue_of
from docsvc.observe import logs
from docsvc.work.actor import Actor
from docsvc.work.secrets import Secrets
from storage import Blobs

Row = TypeVar("Row", bound=Base)

ORGANISATION = "organisation"
"""The audit subject of what concerns no single document."""


@dataclass(slots=True)
class Work:
    """A writing transaction and what an action may use in it; `now` is the only clock (aware UTC).

    `trusted_authorities` is where the administrator keeps those that qualified signatures are checked by.
    """

    session: Session
    now: datetime
    blobs: Blobs
    secrets: Secrets
    timezone: ZoneInfo
    trusted_authorities: Path | None = None
    recorded: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Return the date where the organisation is."""
        return self.now.astimezone(self.timezone).date()

    def document(self, document_id: str, *, trashed: bool = False) -> Document:
        """Load a document and lock it until the transaction ends; raise `NotFound`.

        Every action on a document starts here, so that two of them never decide on the same state. What is in
        the trash is not there for actions but those that ask for it.
        """
        logs.about(document=document_id)
        statement = (
            select(Document)
            .where(Document.id == document_id)
            .options(lazyload("*"))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        document = self.session.scalars(statement).one_or_none()
        if document is None or (document.trashed_at is not None and not trashed):
            raise NotFound
        return document

    def get(self, table: type[Row], row_id: str) -> Row:
        """Load a row by its primary key; raise `NotFound`."""
        row = self.session.get(table, row_id)
        if row is None:
            raise NotFound
        return row

    def add(self, row: Row) -> Row:
        """Put a new row into the transaction and return it with its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def record(
        self,
        subject: Document | str,
        kind: str,
        actor: Actor,
        *,
        private: Mapping[str, Any] | None = None,
        **public: Any,
    ) -> str:
        """Add an entry to the subject's chain and return its hash.

        `public` stands in the entry; `private` (personal data) beside it, committed to by a salted hash. The
        actor's name and address are private too.
        """
        name = subject.id if isinstance(subject, Document) else subject
        if isinstance(subject, Document) and kind not in QUIET:
            subject.revision += 1
            subject.updated_at = self.now
        self.recorded.append(kind)
        head = self._head(name)
        entry = append(
            Head(subject=name, position=head.position, hash=head.hash) if head else None,
            Event(
                kind=kind,
                at=self.now,
                actor=actor.reference,
                subject=name,
                public=public,
                private={**actor.personal, **(private or {})},
            ),
        )
        row = self.add(
            AuditEntry(
                id=new_id(),
                subject=name,
                position=entry.position,
                previous=entry.previous,
                hash=entry.hash,
                body=entry.body,
            ),
        )
        self.session.add(AuditPayload(entry_id=row.id, salt=entry.salt, payload=entry.payload))
        self._advance(head, name, entry.position, entry.hash)
        return entry.hash

    def later(
        self,
        name: str,
        payload: Mapping[str, str],
        *,
        due_at: datetime | None = None,
        key: str | None = None,
    ) -> None:
        """Promise a job; a second promise with the same `key` is the same promise.

        The payload holds ids only: no secret, link, code or personal data. It names the request that it comes
        from, for the log.
        """
        if key is not None and self.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)):
            return
        self.session.add(
            OutboxMessage(
                id=new_id(),
                name=name,
                queue=queue_of(name).value,
                payload={**_of_request(), **payload},
                key=key,
                document_id=payload.get("document"),
                due_at=due_at or self.now,
                created_at=self.now,
            ),
        )

    def _head(self, subject: str) -> AuditHead | None:
        statement = select(AuditHead).where(AuditHead.subject == subject).with_for_update()
        return self.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()

    def _advance(self, head: AuditHead | None, subject: str, position: int, value: str) -> None:
        if head is None:
            self.session.add(AuditHead(subject=subject, position=position, hash=value))
        else:
            head.position, head.hash = position, value
        self.session.flush()


def _of_request() -> dict[str, str]:
    request = logs.request_id()
    return {"request": request} if request else {}


def utc_now() -> datetime:
    """Return the time: the one place that reads the clock."""
    return datetime.now(UTC)
