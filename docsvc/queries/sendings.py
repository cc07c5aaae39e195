"""Who a document was sent to and how far each of them is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from docsvc.model import Act, Dispatch, DispatchDocument, Recipient, RecipientState, Signature


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One recipient; `at` is when they reached their state, `serial` that of their certificate."""

    id: str
    name: str
    email: str
    position: str
    organisation: str
    order: int
    act: Act
    state: RecipientState
    at: datetime | None
    reason: str
    serial: str
    applied: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """One dispatch of the document."""

    id: str
    version_id: str
    created_at: datetime
    expires_at: datetime | None
    closed_at: datetime | None
    message: str
    recipients: tuple[RecipientRow, ...]


def sendings(session: Session, document_id: str) -> tuple[Sending, ...]:
    """Return the dispatches of a document, newest first."""
    found = (
        select(DispatchDocument)
        .join(DispatchDocument.dispatch)
        .options(contains_eager(DispatchDocument.dispatch))
        .where(DispatchDocument.document_id == document_id)
        .order_by(Dispatch.created_at.desc(), Dispatch.id.desc())
    )
    signed = {
        row.recipient_id: row
        for row in session.scalars(select(Signature).where(Signature.document_id == document_id))
    }
    return tuple(_sending(each, signed) for each in session.scalars(found))


def _sending(row: DispatchDocument, signed: dict[str, Signature]) -> Sending:
    dispatch = row.dispatch
    return Sending(
        id=dispatch.id,
        version_id=row.version_id,
        created_at=dispatch.created_at,
        expires_at=dispatch.expires_at,
        closed_at=dispatch.closed_at,
        message=dispatch.message,
        recipients=tuple(_recipient(each, signed.get(each.id)) for each in dispatch.recipients),
    )


def _recipient(row: Recipient, signature: Signature | None) -> RecipientRow:
    return RecipientRow(
        id=row.id,
        name=row.name,
        email=row.email,
        position=row.position,
        organisation=row.organisation,
        order=row.order,
        act=Act(row.act),
        state=RecipientState(row.state),
        at=row.acted_at or row.opened_at or row.invited_at,
        reason=row.reason,
        serial=signature.certificate_serial if signature else "",
        applied=signature is not None and signature.applied_at is not None,
    )
