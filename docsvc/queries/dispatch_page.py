"""The page of a sending: the document that it was opened from, and its last sending."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from docsvc.access import Right, allow
from docsvc.queries.dispatch import Sending, sendings
from docsvc.queries.document import DocumentView, load_visible, one_document
from docsvc.queries.our_signatory import our_signatories
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class DispatchPage:
    """A document and its last sending; None while it was never sent.

    `signatories` are (name, e-mail) of everybody who may sign for us now.
    """

    document: DocumentView
    sending: Sending | None
    signatories: tuple[tuple[str, str], ...]


def dispatch_page(session: Session, actor: Actor, document_id: str) -> DispatchPage:
    """Return the page for whoever may send the document; raise `NotFound` or `Forbidden`."""
    row = load_visible(session, actor, document_id)
    allow(actor, Right.SEND, row)
    ours = tuple((user.name, user.email) for user in our_signatories(session, row.legal_entity))
    document = one_document(session, actor, document_id)
    return DispatchPage(document, next(iter(sendings(session, document_id)), None), ours)
