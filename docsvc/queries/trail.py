"""Reading the audit trail: one chain whole, and the check of every chain."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import ChainBroken, Entry, Head, verify_chain
from docsvc.model import AuditEntry, AuditHead, AuditPayload
from docsvc.work import ActorKind

BATCH = 1000


@dataclass(frozen=True, slots=True)
class TrailReport:
    """What a check of the trail found; `broken` holds (subject, position, reason) of each broken chain."""

    chains: int
    entries: int
    broken: tuple[tuple[str, int, str], ...]


def entries_of(session: Session, subject: str) -> tuple[Entry, ...]:
    """Return the chain of one subject, from its first entry."""
    return tuple(_entries(session, subject))


def shareable(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return a chain as it may leave the house: whole, with the personal data of the recipients' steps only.

    The certificate and the package go to clients and courts. What recipients did, and that they were invited,
    is told with its data. Of our own people's steps (comments of approvers, e-mail and network addresses, who
    revealed a code) the entry stays and its data is taken out. The format reads that as erased: hashes and
    commitments still hold, and whoever may export can show the data to that commitment at any time.
    """
    return tuple(
        entry if _about_recipient(entry) else replace(entry, salt=None, payload=None) for entry in entries
    )


def verify_trail(session: Session) -> TrailReport:
    """Recompute every chain and compare it with its head; a chain without a head is broken."""
    heads = {row.subject: row for row in session.scalars(select(AuditHead))}
    subjects = set(session.scalars(select(AuditEntry.subject).distinct())) | set(heads)
    entries, broken = 0, []
    for subject in sorted(subjects):
        head = heads.get(subject)
        entries += head.position if head else 0
        if problem := _problem(session, subject, head):
            broken.append(problem)
    return TrailReport(chains=len(subjects), entries=entries, broken=tuple(broken))


def _about_recipient(entry: Entry) -> bool:
    """Tell whether the data is a recipient's: they acted, or the service acted towards them.

    Not by the kind alone: a reminder by a colleague, or a code revealed by one, holds the colleague's data.
    """
    body = json.loads(entry.body)
    match body["actor"].get("kind"):
        case ActorKind.RECIPIENT:
            return True
        case ActorKind.SYSTEM:
            return str(body["kind"]).startswith("recipient.")
        case _:
            return False


def _problem(session: Session, subject: str, head: AuditHead | None) -> tuple[str, int, str] | None:
    if head is None:
        return (subject, 1, "the chain has no head")
    try:
        expected = Head(subject=subject, position=head.position, hash=head.hash)
        verify_chain(_entries(session, subject), head=expected)
    except ChainBroken as error:
        return (subject, error.position, error.reason)
    return None


def _entries(session: Session, subject: str) -> Iterator[Entry]:
    statement = (
        select(
            AuditEntry.position,
            AuditEntry.previous,
            AuditEntry.body,
            AuditEntry.hash,
            AuditPayload.salt,
            AuditPayload.payload,
        )
        .outerjoin(AuditPayload, AuditPayload.entry_id == AuditEntry.id)
        .where(AuditEntry.subject == subject)
        .order_by(AuditEntry.position)
        .execution_options(yield_per=BATCH)
    )
    for row in session.execute(statement):
        yield Entry(
            subject=subject,
            position=row.position,
            previous=row.previous,
            body=row.body,
            hash=row.hash,
            salt=row.salt,
            payload=row.payload,
        )
