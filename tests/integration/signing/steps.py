"""The steps of a recipient as these tests take them, and what the tables hold afterwards."""

from sqlalchemy import func, select

from docsvc.actions.open_link import open_link
from docsvc.actions.request_code import request_code
from docsvc.actions.sign_document import Will, sign_document
from docsvc.errors import (
    DocsvcError,
)
from docsvc.model import (
    Act,
    Dispatch,
    Document,
    Mail,
    Move,
    OutboxMessage,
)
from docsvc.tools import Tools
from tests.integration.signing.sending import (
    CLIENT,
    HERE,
    Asked,
    Sent,
    last_code,
    will,
)

ACCOUNTANT = Asked("Козлова Ксения Игоревна", "books@vector.example", Act.RECEIVE, order=9)


def opened(tools: Tools, sent: Sent, email: str = CLIENT.email) -> str:
    with tools.work() as work:
        return open_link(work, sent.links[email], **HERE).session_token


def code_for(tools: Tools, sent: Sent, session: str, email: str = CLIENT.email) -> str:
    with tools.work() as work:
        request_code(work, session, document_id=sent.document_id, **HERE)
    return last_code(tools, sent.recipients[email])


def signs(tools: Tools, sent: Sent, session: str, given: Will) -> DocsvcError | None:
    with tools.work() as work:
        return sign_document(work, session, document_id=sent.document_id, will=given, **HERE)


def signs_well(tools: Tools, sent: Sent, email: str = CLIENT.email) -> str:
    session = opened(tools, sent, email)
    code = code_for(tools, sent, session, email)
    assert signs(tools, sent, session, will(sent, code)) is None
    return session


def withdraw(tools: Tools, sent: Sent) -> None:
    with tools.work() as work:
        document = work.document(sent.document_id)
        document.move(Move.WITHDRAW)
        work.get(Dispatch, sent.dispatch_id).closed_at = work.now


def state(tools: Tools, sent: Sent) -> str:
    with tools.read() as session:
        return session.get_one(Document, sent.document_id).state


def states(tools: Tools, sent: Sent) -> dict[str, str]:
    with tools.read() as session:
        return {row.email: row.state for row in session.get_one(Dispatch, sent.dispatch_id).recipients}


def count(tools: Tools, table: type) -> int:
    with tools.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def mails(tools: Tools, template: str) -> list[str]:
    with tools.read() as session:
        return list(session.scalars(select(Mail.to_email).filter_by(template=template)))


def promised(tools: Tools, name: str) -> int:
    with tools.read() as session:
        return session.scalar(select(func.count()).where(OutboxMessage.name == name)) or 0
