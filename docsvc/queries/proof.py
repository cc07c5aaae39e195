"""What anybody who holds a document may check: its state and hashes, never its contents or names."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsvc.errors import NotFound
from docsvc.model import AuditHead, Document, Kind, Signature, State

PUBLIC = frozenset({State.SENT, State.SEALING, State.COMPLETED, State.ARCHIVED, State.VOIDED, State.DECLINED})
"""States whose document has left the house; of any other there is nothing to prove."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The public proof of a document; times are aware UTC, hashes SHA-256 in hex."""

    document_id: str
    kind: Kind
    state: State
    version: str
    sent_sha256: str | None
    final_sha256: str | None
    certificate_sha256: str | None
    level: str
    lasting_sha256: str | None
    lasting_level: str
    lasting_until: datetime | None
    signatures: int
    signed_at: datetime | None
    chain_position: int
    chain_hash: str


def read_proof(session: Session, document_id: str) -> Proof:
    """Return the proof of a document; raise `NotFound` for one unknown or never sent, alike."""
    document = session.get(Document, document_id)
    if document is None or State(document.state) not in PUBLIC or document.trashed_at is not None:
        raise NotFound
    version = document.version
    made = select(func.count(), func.max(Signature.at)).where(Signature.version_id == version.id)
    count, last = session.execute(made).one()
    head = session.get(AuditHead, document_id)
    return Proof(
        document_id=document.id,
        kind=Kind(document.kind),
        state=State(document.state),
        version=version.label,
        sent_sha256=version.sent_sha256,
        final_sha256=version.final_sha256,
        certificate_sha256=version.certificate_sha256,
        level=version.level,
        lasting_sha256=version.lasting_sha256,
        lasting_level=version.lasting_level,
        lasting_until=version.lasting_until,
        signatures=count,
        signed_at=last,
        chain_position=head.position if head else 0,
        chain_hash=head.hash if head else "",
    )
