"""What tests of sendings ask: approved documents, who is where, and which letters went out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from docsvc.actions.send_document import Terms, send_documents
from docsvc.model import Asked, Dispatch, Document, Kind, Mail, Recipient
from docsvc.queries.suggest_recipients import suggest_together
from docsvc.tools import Tools
from tests.integration.core import story
from tests.integration.core.installation import Installation

CLIENT = "ivanov@vector.example"
DIRECTOR = "director@polaris.example"


def approved(installation: Installation, deal_id: str, kind: Kind, *, basis_id: str | None = None) -> str:
    """Make a document whose kind needs no approval, approved."""
    document_id = story.make(installation, deal_id, kind, basis_id=basis_id)
    story.submit(installation, document_id)
    return document_id


def nda(installation: Installation, deal_id: str) -> str:
    """Return an approved agreement that two sign, and that nobody has to approve before."""
    return approved(installation, deal_id, Kind.NDA)


def usual(installation: Installation, *document_ids: str) -> list[Asked]:
    with installation.tools.read() as session:
        return list(suggest_together(session, document_ids))


def send(
    installation: Installation,
    *document_ids: str,
    recipients: Sequence[Asked] | None = None,
    **terms: Any,
) -> str:
    """Send the documents together, jobs included; return the id of the dispatch."""
    asked = recipients if recipients is not None else usual(installation, *document_ids)
    with installation.tools.work() as work:
        dispatch_id = send_documents(
            work, document_ids, actor=installation.people["manager"], recipients=asked, terms=Terms(**terms)
        )
    installation.run_jobs()
    return dispatch_id


def recipients(tools: Tools, dispatch_id: str) -> list[Recipient]:
    with tools.read() as session:
        return list(session.get_one(Dispatch, dispatch_id).recipients)


def recipient(tools: Tools, dispatch_id: str, email: str) -> Recipient:
    return next(each for each in recipients(tools, dispatch_id) if each.email == email)


def letters(tools: Tools, template: str) -> list[str]:
    """Return to whom letters of this kind were promised, in their order."""
    with tools.read() as session:
        found = select(Mail.to_email).where(Mail.template == template).order_by(Mail.id)
        return list(session.scalars(found))


def dispatch(tools: Tools, dispatch_id: str) -> Dispatch:
    with tools.read() as session:
        return session.get_one(Dispatch, dispatch_id)


def state(tools: Tools, document_id: str) -> str:
    with tools.read() as session:
        return session.get_one(Document, document_id).state
