"""Documents: made from deals and taken through their life. What a key may do is what its person may do."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import url_for

from api.context import tools
from api.rest.blueprint import operations
from api.rest.operations import Answer
from api.rest.schemas import (
    DocumentInput,
    DocumentsQuery,
    IssueInput,
    RecipientInput,
    SendInput,
    SubmitInput,
    WithdrawInput,
)
from docsvc.actions.create_document import create_document
from docsvc.actions.draft import Wish
from docsvc.actions.issue_document import issue_document
from docsvc.actions.make_once import KeyedRequest, make_once
from docsvc.actions.send_document import send_document
from docsvc.actions.submit_document import submit_document
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import Asked
from docsvc.model.api_scopes import ApiScope
from docsvc.queries.api_deals import deal_id_of
from docsvc.queries.api_documents import (
    DocumentAnswer,
    DocumentsAsked,
    DocumentsPage,
    document_answer,
    documents_page,
)
from docsvc.queries.suggest_recipients import suggest_recipients
from docsvc.work import Actor


@operations.declare(
    "POST /documents",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=DocumentInput,
    answers={201: DocumentAnswer},
)
def make_document(who: Actor, body: DocumentInput, once: KeyedRequest | None) -> Answer:
    """Make a document from a deal.

    It gets its number at once; its PDF follows in seconds (`render_state`). Where data is missing, 422 lists
    every missing field: send them in `filled`.
    """
    deal_id = _deal_id(body)
    with tools().work() as work:
        document_id = make_once(
            work,
            once,
            lambda: create_document(
                work,
                deal_id,
                actor=who,
                kind=body.kind,
                basis_id=body.basis_id or None,
                filled=body.filled,
                wish=Wish(template_id=body.template_id or None, blocks=body.blocks, comment=body.comment),
            ),
        )
    where = {"Location": url_for("rest.get_document", document_id=document_id)}
    return Answer(_document(who, document_id), HTTPStatus.CREATED, where)


@operations.declare(
    "GET /documents", scope=ApiScope.DOCUMENTS_READ, query=DocumentsQuery, answers={200: DocumentsPage}
)
def get_documents(who: Actor, query: DocumentsQuery) -> Answer:
    """List the documents that the key's person may see, the newest first."""
    asked = DocumentsAsked(
        kind=query.kind,
        state=query.state,
        deal_id=query.deal_id,
        number=query.number,
        since=query.since,
        until=query.until,
    )
    with tools().read() as session:
        return Answer(documents_page(session, who, asked, after=query.cursor, limit=query.limit))


@operations.declare(
    "GET /documents/{document_id}", scope=ApiScope.DOCUMENTS_READ, answers={200: DocumentAnswer}
)
def get_document(who: Actor, document_id: str) -> Answer:
    """Read a document: its state, its sums and which files there are."""
    return Answer(_document(who, document_id))


@operations.declare(
    "POST /documents/{document_id}/submit",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=SubmitInput,
    answers={200: DocumentAnswer},
)
def submit(who: Actor, document_id: str, body: SubmitInput) -> Answer:
    """Send a draft to those who have to approve it."""
    with tools().work() as work:
        submit_document(
            work,
            document_id,
            actor=who,
            seen=body.seen,
            justification=body.justification,
            skip=body.skip,
            accept=body.accepted,
        )
    return Answer(_document(who, document_id))


@operations.declare(
    "POST /documents/{document_id}/send",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=SendInput,
    answers={200: DocumentAnswer},
)
def send(who: Actor, document_id: str, body: SendInput) -> Answer:
    """Send an approved document to those who sign or accept it.

    Their links go to them by mail and to nobody else: no answer of this API holds a link or a code.
    """
    recipients = _asked(body.recipients) or _usual(who, document_id)
    with tools().work() as work:
        send_document(
            work,
            document_id,
            actor=who,
            recipients=recipients,
            message=body.message,
            expires_on=body.expires_on,
            seen=body.seen,
            accept=body.accepted,
        )
    return Answer(_document(who, document_id))


@operations.declare(
    "POST /documents/{document_id}/issue",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=IssueInput,
    answers={200: DocumentAnswer},
)
def issue(who: Actor, document_id: str, body: IssueInput) -> Answer:
    """Issue an approved document on which nobody else acts, such as an invoice."""
    with tools().work() as work:
        issue_document(
            work,
            document_id,
            actor=who,
            recipients=_asked(body.recipients),
            seen=body.seen,
            accept=body.accepted,
        )
    return Answer(_document(who, document_id))


@operations.declare(
    "POST /documents/{document_id}/withdraw",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=WithdrawInput,
    answers={200: DocumentAnswer},
)
def withdraw(who: Actor, document_id: str, body: WithdrawInput) -> Answer:
    """Take a document back; whoever was asked to act is told why."""
    with tools().work() as work:
        withdraw_document(work, document_id, actor=who, reason=body.reason)
    return Answer(_document(who, document_id))


def _document(who: Actor, document_id: str) -> DocumentAnswer:
    with tools().read() as session:
        return document_answer(session, who, document_id)


def _deal_id(body: DocumentInput) -> str:
    if body.deal is None:
        return body.deal_id
    with tools().read() as session:
        found = deal_id_of(session, source=body.deal.source, external_id=body.deal.external_id)
    if found is None:
        raise BadInput(
            [
                (
                    "deal",
                    Phrase(
                        "сделки «%(external_id)s» из «%(source)s» нет: пришлите её",
                        external_id=body.deal.external_id,
                        source=body.deal.source,
                    ),
                )
            ]
        )
    return found


def _asked(recipients: Sequence[RecipientInput]) -> tuple[Asked, ...]:
    return tuple(recipient.asked() for recipient in recipients)


def _usual(who: Actor, document_id: str) -> tuple[Asked, ...]:
    """Return who is usually asked, after a look whether the caller may know of the document at all."""
    with tools().read() as session:
        document_answer(session, who, document_id)
        return suggest_recipients(session, document_id)
