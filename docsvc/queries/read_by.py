"""Which documents a recipient has read."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import AuditEntry

NEWEST = 500
LOOKS = ("recipient.viewed", "recipient.downloaded")


def read_by(session: Session, recipient_id: str, document_ids: Sequence[str]) -> frozenset[str]:
    """Return those documents that the recipient was shown, as the trail tells."""
    entries = select(AuditEntry.subject, AuditEntry.body).where(AuditEntry.subject.in_(document_ids))
    entries = entries.order_by(AuditEntry.id.desc()).limit(NEWEST)
    mark = recipient_id.encode()
    kinds = [f'"{kind}"'.encode() for kind in LOOKS]
    return frozenset(
        subject
        for subject, body in session.execute(entries)
        if mark in body and any(kind in body for kind in kinds)
    )
