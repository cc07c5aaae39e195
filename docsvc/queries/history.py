"""The history of a document: what its audit chain says, with the personal data beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import AuditEntry, AuditPayload


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One event: `who` is empty for docsvc itself or where personal data was erased; `words` is a comment."""

    position: int
    kind: str
    at: datetime
    actor_kind: str
    actor_id: str
    who: str
    address: str
    device: str
    details: Mapping[str, Any]
    words: str
    hash: str


def history(session: Session, subject: str, *, most: int | None = 200) -> tuple[HistoryRow, ...]:
    """Return the last `most` events of a subject, or all of them, newest first."""
    found = (
        select(AuditEntry, AuditPayload.payload)
        .outerjoin(AuditPayload, AuditPayload.entry_id == AuditEntry.id)
        .where(AuditEntry.subject == subject)
        .order_by(AuditEntry.position.desc())
        .limit(most)
    )
    return tuple(_row(entry, payload) for entry, payload in session.execute(found))


def _row(entry: AuditEntry, payload: bytes | None) -> HistoryRow:
    body = json.loads(entry.body)
    private = json.loads(payload) if payload else {}
    return HistoryRow(
        position=entry.position,
        kind=body["kind"],
        at=datetime.fromisoformat(body["at"]),
        actor_kind=body["actor"].get("kind", ""),
        actor_id=body["actor"].get("id", ""),
        who=private.get("name", ""),
        address=private.get("address", ""),
        device=private.get("device", ""),
        details=body.get("details", {}),
        words=private.get("comment") or private.get("reason") or "",
        hash=entry.hash,
    )
