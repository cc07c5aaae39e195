"""Deals: taken over from a CRM, and read back."""

from http import HTTPStatus

from flask import url_for

from api.context import tools
from api.rest.blueprint import operations
from api.rest.example import DEAL
from api.rest.operations import Answer
from api.rest.schemas import DealSaved, DealsQuery, Remark
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model.api_scopes import ApiScope
from docsvc.model.deal_input import DealInput
from docsvc.queries.api_deals import DealAnswer, DealsPage, deal_answer, deals_page
from docsvc.work import Actor


@operations.declare(
    "POST /deals",
    scope=ApiScope.DEALS_WRITE,
    body=DealInput,
    answers={200: DealSaved, 201: DealSaved},
    example=DEAL,
)
def put_deal(who: Actor, body: DealInput) -> Answer:
    """Make or update a deal.

    `source` and `external_id` say which deal it is: 201 when it is new, 200 when it was known. Sending the
    same again changes nothing. A deal is replaced whole; of its company and contact a field left out stays as
    known. A key that acts for a person reaches their own deals: another's is 404, and `owner_email` may name
    only somebody whose deals that person works with.
    """
    with tools().work() as work:
        saved = upsert_deal(work, body, actor=who)
    remarks = tuple(Remark(path, text) for path, text in saved.warnings)
    status = HTTPStatus.CREATED if saved.created else HTTPStatus.OK
    where = {"Location": url_for("rest.get_deal", deal_id=saved.id)}
    return Answer(DealSaved(saved.id, saved.created, saved.changed, remarks), status, where)


@operations.declare("GET /deals", scope=ApiScope.DEALS_READ, query=DealsQuery, answers={200: DealsPage})
def get_deals(who: Actor, query: DealsQuery) -> Answer:
    """List deals, the newest first.

    A key that acts for nobody reads every deal, one that acts for a person the deals which they see.
    """
    with tools().read() as session:
        page = deals_page(
            session,
            who,
            source=query.source,
            external_id=query.external_id,
            after=query.cursor,
            limit=query.limit,
        )
    return Answer(page)


@operations.declare("GET /deals/{deal_id}", scope=ApiScope.DEALS_READ, answers={200: DealAnswer})
def get_deal(who: Actor, deal_id: str) -> Answer:
    """Read a deal with its lines, company and contact."""
    with tools().read() as session:
        return Answer(deal_answer(session, who, deal_id))
