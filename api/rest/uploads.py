"""PDFs that were made elsewhere, as documents."""

from http import HTTPStatus

from flask import url_for

from api.context import tools
from api.rest.blueprint import operations
from api.rest.operations import Answer
from docsvc.actions.make_once import KeyedRequest, make_once
from docsvc.actions.upload_pdf import upload_pdf
from docsvc.model.api_scopes import ApiScope
from docsvc.model.incoming import take
from docsvc.model.upload_input import UploadInput
from docsvc.queries.api_documents import DocumentAnswer, document_answer
from docsvc.work import Actor


@operations.declare(
    "POST /documents/upload",
    scope=ApiScope.DOCUMENTS_WRITE,
    form=UploadInput,
    answers={201: DocumentAnswer},
)
def upload_document(who: Actor, form: UploadInput, file: bytes, once: KeyedRequest | None) -> Answer:
    """Upload a finished PDF as a document: one of ours, or one `received` from the other side.

    Scripts, attachments and form fields are taken out of it; one that is encrypted, signed or has hidden
    layers is refused (422, pdf-refused), with the reason. Fields to sign are put on its pages by people.
    """
    incoming = take(file)
    with tools().work() as work:
        made = make_once(work, once, lambda: upload_pdf(work, incoming, actor=who, upload=form))
    with tools().read() as session:
        answer = document_answer(session, who, made)
    return Answer(answer, HTTPStatus.CREATED, {"Location": url_for("rest.get_document", document_id=made)})
