"""Mailings: one approved document to many people, each a copy of their own."""

from http import HTTPStatus

from flask import url_for
from pydantic import ConfigDict, Field

from api.context import tools
from api.rest.blueprint import operations
from api.rest.operations import Answer
from api.rest.schemas import Accepting
from docsvc.actions.mail_to_many import mail_to_many
from docsvc.actions.make_once import KeyedRequest, make_once
from docsvc.model.api_scopes import ApiScope
from docsvc.model.mailing_input import MOST_PEOPLE, MailingTerms, PersonInput
from docsvc.queries.api_documents import document_answer
from docsvc.queries.api_mailings import MailingAnswer, mailing_answer
from docsvc.work import Actor


class MailingInput(MailingTerms, Accepting):
    """The people, and how each one's copy is sent."""

    model_config = ConfigDict(title="Рассылка")

    people: list[PersonInput] = Field(title="получатели", min_length=1, max_length=MOST_PEOPLE)

    def terms(self) -> MailingTerms:
        """Return how the copies are sent."""
        return MailingTerms.model_validate(self.model_dump(include=set(MailingTerms.model_fields)))


@operations.declare(
    "POST /documents/{document_id}/mailing",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=MailingInput,
    answers={202: MailingAnswer},
)
def post_mailing(who: Actor, document_id: str, body: MailingInput, once: KeyedRequest | None) -> Answer:
    """Send an approved document to many people: copies are made and sent one after another.

    Each is a document of its own, numbered after this one, which stays approved. Ask for the mailing to see
    how far everybody is.
    """
    with tools().read() as session:
        document_answer(session, who, document_id)  # may the caller know of it at all?
    with tools().work() as work:
        mailing_id = make_once(
            work,
            once,
            lambda: mail_to_many(
                work,
                document_id,
                actor=who,
                people=body.people,
                terms=body.terms(),
                seen=body.seen,
                accept=body.accepted,
            ),
        )
    where = {"Location": url_for("rest.get_mailing", mailing_id=mailing_id)}
    return Answer(_mailing(who, mailing_id), HTTPStatus.ACCEPTED, where)


@operations.declare("GET /mailings/{mailing_id}", scope=ApiScope.DOCUMENTS_READ, answers={200: MailingAnswer})
def get_mailing(who: Actor, mailing_id: str) -> Answer:
    """Read how far everybody is: waiting, failed, invited, opened, done."""
    return Answer(_mailing(who, mailing_id))


def _mailing(who: Actor, mailing_id: str) -> MailingAnswer:
    with tools().read() as session:
        return mailing_answer(session, who, mailing_id)
