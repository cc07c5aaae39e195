"""Putting a message into the transaction that causes it."""

from collections.abc import Mapping
from typing import Any, Final

from docsvc.model import Channel, Document, Mail, Recipient, User, new_id
from docsvc.work import Work

MAIL_TEST: Final = "mail_test"
"""A letter that is tried once: whoever sent it waits for the answer."""


def post_to_user(
    work: Work,
    template: str,
    user: User,
    *,
    document: Document | None = None,
    code_id: str | None = None,
    **params: Any,
) -> None:
    """Promise a message to a person who works here; a code is recomputed when it is handed over."""
    mail = _mail(work, template, email=user.email, name=user.name, language=user.language, params=params)
    mail.document_id, mail.code_id = document.id if document else None, code_id
    _promise(work, mail)


def post_to_recipient(
    work: Work,
    template: str,
    recipient: Recipient,
    *,
    document: Document,
    code_id: str | None = None,
    channel: Channel = Channel.EMAIL,
    **params: Any,
) -> None:
    """Promise a message to a recipient; its link and code are recomputed when it is handed over.

    By `channel` SMS it goes to their telephone, as a text.
    """
    mail = _mail(
        work, template, email=recipient.email, name=recipient.name, language=recipient.language, params=params
    )
    mail.document_id, mail.recipient_id, mail.code_id = document.id, recipient.id, code_id
    if channel is Channel.SMS:
        mail.channel, mail.to_phone = channel.value, recipient.phone
    _promise(work, mail)


def post_to_address(work: Work, template: str, email: str, *, name: str = "", language: str) -> None:
    """Promise a message to whoever reads an address."""
    _promise(work, _mail(work, template, email=email, name=name, language=language, params={}))


def post_test(work: Work, user: User, *, email: str) -> str:
    """Promise a letter by which a person who works here tries the mail server; return its id."""
    mail = _mail(work, MAIL_TEST, email=email, name=user.name, language=user.language, params={})
    _promise(work, mail)
    return mail.id


def post_to_phone(work: Work, template: str, user: User, *, phone: str) -> str:
    """Promise a text message to a telephone that a person who works here names; return its id."""
    mail = _mail(work, template, email=user.email, name=user.name, language=user.language, params={})
    mail.channel, mail.to_phone = Channel.SMS.value, phone
    _promise(work, mail)
    return mail.id


def _mail(
    work: Work, template: str, *, email: str, name: str, language: str, params: Mapping[str, Any]
) -> Mail:
    return Mail(
        id=new_id(),
        template=template,
        to_email=email,
        to_name=name,
        language=language,
        params=dict(params),
        created_at=work.now,
    )


def _promise(work: Work, mail: Mail) -> None:
    work.add(mail)
    work.later("mail", {"mail": mail.id}, key=f"mail:{mail.id}")
