"""Outgoing mail for its administrator: what was said, to whom, and what the server answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.config import Settings
from docsvc.errors import NotFound
from docsvc.mail.compose import Words, preview
from docsvc.mail.insides import WITH_LINK
from docsvc.model import Channel, Document, Mail, MailState
from docsvc.queries.paging import PAGE_SIZE
from docsvc.work import Actor

PAGE = PAGE_SIZE
LAST_TEXTS = 10


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One message in the list; `answer` is the server's last, `can_reveal`: it carries a link or a code.

    `to` is where it goes: an address, or the telephone of a text message.
    """

    id: str
    template: str
    to_email: str
    to_name: str
    to: str
    channel: Channel
    state: MailState
    created_at: datetime
    sent_at: datetime | None
    document_id: str | None
    document_number: str
    answer: str
    attempts: int
    can_reveal: bool


@dataclass(frozen=True, slots=True)
class OutgoingPage:
    """One page of the list, newest first; `total` counts all that match."""

    mails: tuple[OutgoingMail, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to hand a message over."""

    at: datetime
    accepted: bool
    answer: str


@dataclass(frozen=True, slots=True)
class OutgoingLetter:
    """One message with its words, link and code masked, and its delivery log, oldest first."""

    mail: OutgoingMail
    words: Words
    attempts: tuple[Attempt, ...]


def outgoing_mails(
    session: Session, actor: Actor, *, state: MailState | None = None, search: str = "", page: int = 1
) -> OutgoingPage:
    """Return one page of the messages, newest first; for administrators.

    `search` looks in the address, the name and the document's number.
    """
    require(actor, Right.ADMINISTER)
    chosen = select(Mail, Document.number).outerjoin(Document, Document.id == Mail.document_id)
    chosen = chosen.where(_matches(search), Mail.state == state.value if state else true())
    counted = chosen.with_only_columns(Mail.created_at).subquery()
    total = session.scalar(select(func.count()).select_from(counted)) or 0
    newest = chosen.order_by(Mail.created_at.desc(), Mail.id.desc())
    found = session.execute(newest.limit(PAGE).offset((max(page, 1) - 1) * PAGE))
    return OutgoingPage(tuple(_mail(mail, number or "") for mail, number in found), total)


def outgoing_letter(session: Session, mail_id: str, *, actor: Actor, settings: Settings) -> OutgoingLetter:
    """Return one message as it is read, link and code masked; for administrators. Raises `NotFound`."""
    require(actor, Right.ADMINISTER)
    mail = session.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    document = session.get(Document, mail.document_id) if mail.document_id else None
    return OutgoingLetter(
        mail=_mail(mail, document.number if document else ""),
        words=preview(session, mail_id, settings=settings),
        attempts=tuple(Attempt(each.at, each.accepted, each.answer) for each in mail.deliveries),
    )


def sent_by_sms(session: Session, *, actor: Actor) -> tuple[OutgoingMail, ...]:
    """Return the last text messages, newest first; for administrators."""
    require(actor, Right.ADMINISTER)
    chosen = select(Mail, Document.number).outerjoin(Document, Document.id == Mail.document_id)
    texts = chosen.where(Mail.channel == Channel.SMS.value).order_by(Mail.created_at.desc(), Mail.id.desc())
    return tuple(_mail(mail, number or "") for mail, number in session.execute(texts.limit(LAST_TEXTS)))


def _matches(search: str) -> ColumnElement[bool]:
    words = search.split()
    places = (Mail.to_email, Mail.to_name, Document.number)
    return and_(
        true(),
        *(or_(*(place.icontains(word, autoescape=True) for place in places)) for word in words),
    )


def _mail(mail: Mail, number: str) -> OutgoingMail:
    linked = mail.recipient_id is not None and mail.template in WITH_LINK
    return OutgoingMail(
        id=mail.id,
        template=mail.template,
        to_email=mail.to_email,
        to_name=mail.to_name,
        to=mail.to_phone or mail.to_email,
        channel=Channel(mail.channel),
        state=MailState(mail.state),
        created_at=mail.created_at,
        sent_at=mail.sent_at,
        document_id=mail.document_id,
        document_number=number,
        answer=mail.deliveries[-1].answer if mail.deliveries else "",
        attempts=len(mail.deliveries),
        can_reveal=linked or mail.code_id is not None,
    )
