"""Reading the audit trail: one chain whole, and the check of every chain."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import ChainBroken, Entry, Head, verify_chain
from docsvc.model import AuditEntry, AuditHead, AuditPayload

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
        select(AuditEntry, AuditPayload.salt, AuditPayload.payload)
        .outerjoin(AuditPayload, AuditPayload.entry_id == AuditEntry.id)
        .where(AuditEntry.subject == subject)
        .order_by(AuditEntry.position)
        .execution_options(yield_per=BATCH)
    )
    for row, salt, payload in session.execute(statement):
        yield Entry(
            subject=row.subject,
            position=row.position,
            previous=row.previous,
            body=row.body,
            hash=row.hash,
            salt=salt,
            payload=payload,
        )
