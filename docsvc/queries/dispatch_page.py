"""The page of a sending: the document that it was opened from, and its last sending."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from docsvc.access import Right, allow
from docsvc.queries.dispatch import Sending, sendings
from docsvc.queries.document import DocumentView, load_visible, one_document
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class DispatchPage:
    """A document and its last sending; None while it was never sent."""

    document: DocumentView
    sending: Sending | None


def dispatch_page(session: Session, actor: Actor, document_id: str) -> DispatchPage:
    """Return the page for whoever may send the document; raise `NotFound` or `Forbidden`."""
    allow(actor, Right.SEND, load_visible(session, actor, document_id))
    document = one_document(session, actor, document_id)
    return DispatchPage(document, next(iter(sendings(session, document_id)), None))
