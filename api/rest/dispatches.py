"""Sendings: several documents to several people, how far each is, and what their sender may still do."""

from http import HTTPStatus

from flask import url_for

from api.context import tools
from api.rest.blueprint import operations
from api.rest.dispatch_schemas import CorrectionInput, DispatchInput, NewcomerInput, ReasonInput
from api.rest.operations import Answer
from docsvc.actions.correct_dispatch import add_copies, correct_dispatch
from docsvc.actions.make_once import KeyedRequest, make_once
from docsvc.actions.remind_recipient import remind_recipient
from docsvc.actions.replace_link import replace_link, resend_link
from docsvc.actions.replace_recipient import replace_recipient
from docsvc.actions.send_document import send_documents
from docsvc.actions.void_document import void_document
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import NotFound, SendingOver
from docsvc.model import State
from docsvc.model.api_scopes import ApiScope
from docsvc.queries.api_dispatches import DispatchAnswer, dispatch_answer
from docsvc.queries.api_documents import DocumentAnswer, document_answer
from docsvc.queries.suggest_recipients import suggest_together
from docsvc.work import Actor

OUT = frozenset({State.PREPARING, State.SENT})


@operations.declare(
    "POST /dispatches",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=DispatchInput,
    answers={201: DispatchAnswer},
)
def post_dispatch(who: Actor, body: DispatchInput, once: KeyedRequest | None) -> Answer:
    """Send approved documents of one deal together: one link, one consent and one code for each signer.

    The links go to the recipients by mail and to nobody else: no answer of this API holds a link or a code.
    """
    ids = [each.id for each in body.documents]
    with tools().read() as session:
        for document_id in ids:
            document_answer(session, who, document_id)  # may the caller know of it at all?
        usual = () if body.recipients else suggest_together(session, ids)
    with tools().work() as work:
        dispatch_id = make_once(
            work,
            once,
            lambda: send_documents(
                work,
                ids,
                actor=who,
                recipients=[each.asked() for each in body.recipients] or usual,
                terms=body.terms(),
                seen=body.seen,
                accept=body.accepted,
            ),
        )
    where = {"Location": url_for("rest.get_dispatch", dispatch_id=dispatch_id)}
    return Answer(_dispatch(who, dispatch_id), HTTPStatus.CREATED, where)


@operations.declare(
    "GET /dispatches/{dispatch_id}", scope=ApiScope.DOCUMENTS_READ, answers={200: DispatchAnswer}
)
def get_dispatch(who: Actor, dispatch_id: str) -> Answer:
    """Read how far everybody is: invited, delivered, bounced, opened, reminded, done."""
    return Answer(_dispatch(who, dispatch_id))


@operations.declare(
    "POST /dispatches/{dispatch_id}/correct",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=CorrectionInput,
    answers={200: DispatchAnswer},
)
def post_correction(who: Actor, dispatch_id: str, body: CorrectionInput) -> Answer:
    """Change the words, the end or the reminders of an open sending, or add people who get a copy."""
    with tools().work() as work:
        correct_dispatch(work, dispatch_id, body.correction(), actor=who)
        if body.copies:
            add_copies(work, dispatch_id, [each.asked() for each in body.copies], actor=who)
    return Answer(_dispatch(who, dispatch_id))


@operations.declare(
    "POST /dispatches/{dispatch_id}/withdraw",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=ReasonInput,
    answers={200: DispatchAnswer},
)
def post_dispatch_withdrawal(who: Actor, dispatch_id: str, body: ReasonInput) -> Answer:
    """Take back everything of a sending that still waits; whoever was asked is told why."""
    waiting = [each.id for each in _dispatch(who, dispatch_id).documents if each.state in OUT]
    if not waiting:
        raise SendingOver
    with tools().work() as work:
        withdraw_document(work, waiting[0], actor=who, reason=body.reason)
    return Answer(_dispatch(who, dispatch_id))


@operations.declare(
    "POST /dispatches/{dispatch_id}/recipients/{recipient_id}/remind",
    scope=ApiScope.DOCUMENTS_WRITE,
    answers={200: DispatchAnswer},
)
def post_reminder(who: Actor, dispatch_id: str, recipient_id: str) -> Answer:
    """Remind a recipient now; at most once an hour."""
    _require_part(who, dispatch_id, recipient_id)
    with tools().work() as work:
        remind_recipient(work, recipient_id, actor=who)
    return Answer(_dispatch(who, dispatch_id))


@operations.declare(
    "POST /dispatches/{dispatch_id}/recipients/{recipient_id}/resend",
    scope=ApiScope.DOCUMENTS_WRITE,
    answers={200: DispatchAnswer},
)
def post_resending(who: Actor, dispatch_id: str, recipient_id: str) -> Answer:
    """Send the invitation again, with the same link."""
    _require_part(who, dispatch_id, recipient_id)
    with tools().work() as work:
        resend_link(work, recipient_id, actor=who)
    return Answer(_dispatch(who, dispatch_id))


@operations.declare(
    "POST /dispatches/{dispatch_id}/recipients/{recipient_id}/link",
    scope=ApiScope.DOCUMENTS_WRITE,
    answers={200: DispatchAnswer},
)
def post_new_link(who: Actor, dispatch_id: str, recipient_id: str) -> Answer:
    """Make a recipient's link worthless and mail them a new one."""
    _require_part(who, dispatch_id, recipient_id)
    with tools().work() as work:
        replace_link(work, recipient_id, actor=who)
    return Answer(_dispatch(who, dispatch_id))


@operations.declare(
    "POST /dispatches/{dispatch_id}/recipients/{recipient_id}/replace",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=NewcomerInput,
    answers={200: DispatchAnswer},
)
def post_replacement(who: Actor, dispatch_id: str, recipient_id: str, body: NewcomerInput) -> Answer:
    """Ask somebody else instead of a recipient who has not answered; the old link stops working."""
    _require_part(who, dispatch_id, recipient_id)
    with tools().work() as work:
        replace_recipient(work, recipient_id, body.newcomer(), actor=who, reason=body.reason)
    return Answer(_dispatch(who, dispatch_id))


@operations.declare(
    "POST /documents/{document_id}/void",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=ReasonInput,
    answers={200: DocumentAnswer},
)
def post_void(who: Actor, document_id: str, body: ReasonInput) -> Answer:
    """Declare a completed document void; its files stay, and whoever has it is told why."""
    with tools().work() as work:
        void_document(work, document_id, actor=who, reason=body.reason)
    with tools().read() as session:
        return Answer(document_answer(session, who, document_id))


def _dispatch(who: Actor, dispatch_id: str) -> DispatchAnswer:
    with tools().read() as session:
        return dispatch_answer(session, who, dispatch_id)


def _require_part(who: Actor, dispatch_id: str, recipient_id: str) -> None:
    """Raise `NotFound` unless the recipient is one of this sending, and the caller may know of it."""
    if recipient_id not in {each.id for each in _dispatch(who, dispatch_id).recipients}:
        raise NotFound
