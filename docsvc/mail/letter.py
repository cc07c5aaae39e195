"""What a message is about: read in one transaction, then written and sent outside of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import NotFound
from docsvc.model import (
    Document,
    Kind,
    LegalEntity,
    Mail,
    MailState,
    Recipient,
    Setting,
    SigningCode,
)
from docsvc.work import ORGANISATION


@dataclass(frozen=True, slots=True)
class Subject:
    """The document that a message is about; `amount` is what the client pays."""

    id: str
    kind: Kind
    number: str
    date: date
    company: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Reader:
    """The recipient that a message is for: what they are asked, by whom and till when."""

    id: str
    generation: int
    act: str
    asked_by: str
    reply_to: str
    note: str
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """One message before it has words; a link and a code are not in it, only what they are derived from.

    `code_minutes` is how long the code holds. A message to a person who works here has no `reader`.
    """

    id: str
    template: str
    state: MailState
    to_email: str
    to_name: str
    language: str
    created_at: datetime
    params: Mapping[str, Any]
    subject: Subject | None
    reader: Reader | None
    code_id: str | None
    code_minutes: int
    organisation: str
    colour: str


def read_letter(session: Session, mail_id: str) -> Letter:
    """Read a message and what it speaks of; raise `NotFound`."""
    mail = session.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    document = session.get(Document, mail.document_id) if mail.document_id else None
    brand = _brand(session, document)
    return Letter(
        id=mail.id,
        template=mail.template,
        state=MailState(mail.state),
        to_email=mail.to_email,
        to_name=mail.to_name,
        language=mail.language,
        created_at=mail.created_at,
        params=dict(mail.params),
        subject=_subject(document) if document else None,
        reader=_reader(session, mail, document),
        code_id=mail.code_id,
        code_minutes=_code_minutes(session, mail.code_id),
        organisation=brand[0],
        colour=brand[1],
    )


def _subject(document: Document) -> Subject:
    return Subject(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        date=document.date,
        company=document.company_name,
        amount=Decimal(document.amount_minor) / 100,
        currency=document.currency,
    )


def _reader(session: Session, mail: Mail, document: Document | None) -> Reader | None:
    recipient = session.get(Recipient, mail.recipient_id) if mail.recipient_id else None
    if recipient is None:
        return None
    owner = document.owner if document else None
    return Reader(
        id=recipient.id,
        generation=recipient.generation,
        act=recipient.act,
        asked_by=owner.name if owner else "",
        reply_to=owner.email if owner else "",
        note=recipient.dispatch.message,
        deadline=recipient.dispatch.expires_at,
    )


def _code_minutes(session: Session, code_id: str | None) -> int:
    code = session.get(SigningCode, code_id) if code_id else None
    return int((code.expires_at - code.created_at).total_seconds() // 60) if code else 0


def _brand(session: Session, document: Document | None) -> tuple[str, str]:
    """Return our name and colour: of the document's legal entity, else of the installation."""
    entity = document.legal_entity if document else None
    if entity is None:
        entity = session.scalars(select(LegalEntity).order_by(LegalEntity.is_default.desc())).first()
    if entity is not None:
        return entity.name, str(entity.details.get("brand_color") or "")
    setting = session.get(Setting, ORGANISATION)
    return str(setting.value.get("name", "")) if setting else "", ""
