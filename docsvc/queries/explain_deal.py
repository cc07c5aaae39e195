"""Which way a document of a deal would go, if it were made and submitted now."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, allow_deal
from docsvc.errors import BadInput, NotFound, SetupIncomplete
from docsvc.errors.phrase import Phrase
from docsvc.model import Deal, Kind, LegalEntity, Template, TemplateVersion, User
from docsvc.model.route_explained import Explained
from docsvc.queries.approval_facts import initiator_facts, with_terms
from docsvc.queries.facts_tree import facts_tree
from docsvc.queries.routes import explain_route
from docsvc.queries.sources import source_at
from docsvc.work import Actor
from storage import Blobs
from templates import BadFacts, TemplateError, complete
from templates.amount import declared_amount
from templates.condition import holds


def explain_deal(
    session: Session, blobs: Blobs, deal_id: str, kind: Kind, *, actor: Actor, today: date
) -> Explained:
    """Tell which way a document of that kind would go, asked for by the deal's owner, else by the actor.

    Nothing is made. Raises `NotFound`, `SetupIncomplete`, or `BadInput` where the deal makes no document.
    """
    deal = session.get(Deal, deal_id)
    if deal is None:
        raise NotFound
    allow_deal(actor, Right.VIEW_DEALS, deal)
    initiator = deal.owner_id or actor.id
    facts = _facts(session, deal, kind, manager_id=initiator, today=today)
    template = _template(session, kind, facts)
    if template is not None:
        facts["document"]["amount"] = _amount(blobs, template, facts)
    seen = with_terms(facts, template=_about(template), initiator=initiator_facts(session, initiator))
    return explain_route(session, seen, initiator_id=initiator, owner_id=initiator)


def _facts(session: Session, deal: Deal, kind: Kind, *, manager_id: str, today: date) -> dict[str, Any]:
    seller = session.scalars(select(LegalEntity).order_by(LegalEntity.is_default.desc()).limit(1)).first()
    manager = session.get(User, manager_id)
    if seller is None or manager is None:
        raise SetupIncomplete(what=Phrase("реквизиты вашей компании (Настройки → Компания)"))
    heading = {"kind": kind.value, "title": deal.title, "number": "1", "date": today.isoformat()}
    tree = facts_tree(
        deal, seller=seller, manager=manager, document=heading | {"version": "1.0"}, basis=None, today=today
    )
    try:
        return complete(tree, today=today)
    except BadFacts as error:
        raise BadInput([(each.path, each.message) for each in error.errors]) from error


def _template(session: Session, kind: Kind, facts: Mapping[str, Any]) -> TemplateVersion | None:
    """Return the template that would be chosen: the first variant whose condition holds."""
    used = select(Template).where(
        Template.kind == kind.value, ~Template.internal, Template.current_version_id.is_not(None)
    )
    order = sorted(
        session.scalars(used),
        key=lambda each: (each.rank, not each.condition, each.language != "ru", each.code),
    )
    return next((each.current for each in order if holds(each.condition, facts)), None)


def _about(version: TemplateVersion | None) -> dict[str, Any]:
    if version is None:
        return {"code": "", "title": "", "version": "", "standard": True}
    code, title = version.template.code, version.template.title
    return {"code": code, "title": title, "version": version.label, "standard": True}


def _amount(blobs: Blobs, version: TemplateVersion, facts: Mapping[str, Any]) -> str | None:
    try:
        return declared_amount(source_at(blobs, version.source_blob), facts)
    except TemplateError:
        return None
