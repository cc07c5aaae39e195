"""What a message is about: read in one transaction, then written and sent outside of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import NotFound
from docsvc.mail.ask import Ask, read_ask
from docsvc.model import (
    Channel,
    Dispatch,
    Document,
    Kind,
    LegalEntity,
    Mail,
    MailState,
    Recipient,
    Setting,
    SigningCode,
)
from docsvc.model.asked_of import documents_asked, stands
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
    """The recipient that a message is for: what they are asked, by whom and till when.

    `asked` are the documents that they act on, `documents` all of the sending; `locked` tells that
    they are asked for an access code first; `handed_by` is who handed their own part on to them.
    """

    id: str
    generation: int
    act: str
    asked_by: str
    reply_to: str
    note: str
    deadline: datetime | None
    heading: str
    asked: tuple[Subject, ...]
    documents: tuple[Subject, ...]
    locked: bool
    handed_by: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One message before it has words; a link and a code are not in it, only what they are derived from.

    `code_minutes` is how long the code holds. A message to a person who works here has no `reader`; `ask` is
    the approval task that it speaks of. By `channel` SMS it goes to `to_phone`. Of the sending that it speaks
    of, `standing` is what is complete and in force, `fallen` the rest.
    """

    id: str
    template: str
    state: MailState
    to_email: str
    to_name: str
    channel: Channel
    to_phone: str
    language: str
    created_at: datetime
    params: Mapping[str, Any]
    subject: Subject | None
    reader: Reader | None
    ask: Ask | None
    code_id: str | None
    code_minutes: int
    organisation: str
    colour: str
    ends_at: datetime | None = None
    standing: tuple[Subject, ...] = ()
    fallen: tuple[Subject, ...] = ()

    @property
    def veiled(self) -> bool:
        """Tell whether it must not say what it is about: whoever reads the mailbox need not have the code.

        With the code to sign it does: that goes out after the access code was given.
        """
        return self.reader is not None and self.reader.locked and self.template != "code"


def read_letter(session: Session, mail_id: str) -> Letter:
    """Read a message and what it speaks of; raise `NotFound`."""
    mail = session.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    document = session.get(Document, mail.document_id) if mail.document_id else None
    brand, dispatch = _brand(session, document), _dispatch(session, mail)
    return Letter(
        id=mail.id,
        template=mail.template,
        state=MailState(mail.state),
        to_email=mail.to_email,
        to_name=mail.to_name,
        channel=Channel(mail.channel),
        to_phone=mail.to_phone,
        language=mail.language,
        created_at=mail.created_at,
        params=dict(mail.params),
        subject=_subject(document) if document else None,
        reader=_reader(session, mail, document),
        ask=read_ask(session, mail),
        code_id=mail.code_id,
        code_minutes=_code_minutes(session, mail.code_id),
        organisation=brand[0],
        colour=brand[1],
        ends_at=dispatch.expires_at if dispatch else None,
        standing=_of_sending(dispatch, standing=True),
        fallen=_of_sending(dispatch, standing=False),
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
    owner, dispatch = document.owner if document else None, recipient.dispatch
    return Reader(
        id=recipient.id,
        generation=recipient.generation,
        act=recipient.act,
        asked_by=owner.name if owner else "",
        reply_to=owner.email if owner else "",
        note=dispatch.message,
        deadline=dispatch.expires_at,
        heading=dispatch.title,
        asked=tuple(_subject(each.document) for each in documents_asked(recipient, dispatch)),
        documents=tuple(_subject(each.document) for each in dispatch.documents),
        locked=bool(recipient.access_hash),
        handed_by=_handed_by(session, recipient),
    )


def _handed_by(session: Session, recipient: Recipient) -> str:
    """Return who handed on themselves; whoever the sender replaced did nothing."""
    earlier = session.get(Recipient, recipient.instead_of_id) if recipient.instead_of_id else None
    return earlier.name if earlier is not None and earlier.acted_at is not None else ""


def _dispatch(session: Session, mail: Mail) -> Dispatch | None:
    """Return the sending that the message speaks of; None where it speaks of none."""
    recipient = session.get(Recipient, mail.recipient_id) if mail.recipient_id else None
    return recipient.dispatch if recipient else session.get(Dispatch, str(mail.params.get("dispatch", "")))


def _of_sending(dispatch: Dispatch | None, *, standing: bool) -> tuple[Subject, ...]:
    entries = dispatch.documents if dispatch else ()
    return tuple(_subject(each.document) for each in entries if stands(each) is standing)


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
