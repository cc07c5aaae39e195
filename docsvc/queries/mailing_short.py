"""The mailings of a document, in short."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsvc.model import Mailing, MailingRow


@dataclass(frozen=True, slots=True)
class MailingShort:
    """A mailing in a list."""

    id: str
    created_at: dt.datetime
    people: int


def mailings_of(session: Session, document_id: str) -> tuple[MailingShort, ...]:
    """Return the mailings of a document, newest first."""
    counted = (
        select(Mailing.id, Mailing.created_at, func.count(MailingRow.id))
        .join(MailingRow, MailingRow.mailing_id == Mailing.id)
        .where(Mailing.document_id == document_id)
        .group_by(Mailing.id, Mailing.created_at)
        .order_by(Mailing.created_at.desc(), Mailing.id.desc())
    )
    return tuple(MailingShort(*row) for row in session.execute(counted))
