"""The history of a document: what its audit chain says, with the personal data beside it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import AuditEntry, AuditPayload, Recipient, User

WORDS = ("justification", "quote", "comment", "conditions", "reason")
"""What people wrote, as entries keep it beside the chain."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One event: `who` is empty for docsvc itself or where personal data was erased; `words` is a comment.

    `to` is whom something was given to, `on_behalf_of` the absent person for whom `who` decided, `via` how
    they came, where it was not by logging in: `mail_link`, `api_key:…`; `party` is the place
    where a recipient signs, `host` whose device it was done on, where that was not their own.
    """

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
    to: str = ""
    on_behalf_of: str = ""
    via: str = ""
    email: str = ""
    party: str = ""
    host: str = ""


def history(session: Session, subject: str, *, most: int | None = 200) -> tuple[HistoryRow, ...]:
    """Return the last `most` events of a subject, or all of them, newest first."""
    found = (
        select(AuditEntry, AuditPayload.payload)
        .outerjoin(AuditPayload, AuditPayload.entry_id == AuditEntry.id)
        .where(AuditEntry.subject == subject)
        .order_by(AuditEntry.position.desc())
        .limit(most)
    )
    rows = tuple(_row(entry, payload) for entry, payload in session.execute(found))
    parties, hosts = _parties(session, rows), _hosts(session, rows)
    return tuple(
        replace(
            row,
            party=parties.get(row.details.get("recipient"), ""),
            host=hosts.get(row.details.get("host"), ""),
        )
        for row in rows
    )


def _hosts(session: Session, rows: Iterable[HistoryRow]) -> dict[str | None, str]:
    ids = {row.details["host"] for row in rows if row.details.get("host")}
    found = session.execute(select(User.id, User.name).where(User.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in found}


def _parties(session: Session, rows: Iterable[HistoryRow]) -> dict[str | None, str]:
    ids = {row.details["recipient"] for row in rows if row.details.get("recipient")}
    found = session.execute(select(Recipient.id, Recipient.party).where(Recipient.id.in_(ids)))
    return {row.id: row.party for row in found}


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
        words="\n".join(said for name in WORDS if (said := private.get(name))),
        hash=entry.hash,
        to=private.get("to_name", ""),
        on_behalf_of=private.get("on_behalf_of_name", ""),
        via=body["actor"].get("via", ""),
        email=private.get("email", ""),
    )
