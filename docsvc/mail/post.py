"""Putting a message into the transaction that causes it."""

from collections.abc import Mapping
from typing import Any

from docsvc.model import Document, Mail, Recipient, User, new_id
from docsvc.work import Work


def post_to_user(
    work: Work, template: str, user: User, *, document: Document | None = None, **params: Any
) -> None:
    """Promise a message to a person who works here."""
    _post(
        work,
        template,
        email=user.email,
        name=user.name,
        language=user.language,
        document=document,
        params=params,
    )


def post_to_recipient(
    work: Work,
    template: str,
    recipient: Recipient,
    *,
    document: Document,
    code_id: str | None = None,
    **params: Any,
) -> None:
    """Promise a message to a recipient; its link and code are recomputed when it is handed over."""
    mail = _mail(
        work, template, email=recipient.email, name=recipient.name, language=recipient.language, params=params
    )
    mail.document_id, mail.recipient_id, mail.code_id = document.id, recipient.id, code_id
    _promise(work, mail)


def _post(
    work: Work,
    template: str,
    *,
    email: str,
    name: str,
    language: str,
    document: Document | None,
    params: Mapping[str, Any],
) -> None:
    mail = _mail(work, template, email=email, name=name, language=language, params=params)
    mail.document_id = document.id if document else None
    _promise(work, mail)


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
