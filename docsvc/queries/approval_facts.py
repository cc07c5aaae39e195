"""What the conditions of routes see: frozen facts, the template, and who asks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from docsvc.model import Department, Document, Origin, User, VersionState
from docsvc.queries.facts_of import Facts, facts_of
from storage import Blobs

KNOWN = frozenset(
    {"template.code", "template.title", "template.version", "template.standard"}
    | {f"initiator.{name}" for name in ("name", "email", "position", "department", "roles")}
)
"""Fields that facts of an approval have beside the standard ones."""


def approval_facts(session: Session, blobs: Blobs, document: Document, initiator_id: str) -> Facts:
    """Return what conditions see: the version's frozen facts, `template.*` and `initiator.*`.

    `template.standard`: rendered from a published template, and not edited in Word since.
    """
    version = document.version
    template = version.template_version
    published = template.state != VersionState.DRAFT.value
    standard = version.origin == Origin.RENDERED.value and published
    about = {
        "code": template.template.code,
        "title": template.template.title,
        "version": template.label,
        "standard": standard,
    }
    return with_terms(
        facts_of(blobs, version), template=about, initiator=initiator_facts(session, initiator_id)
    )


def initiator_facts(session: Session, user_id: str) -> Facts:
    """Return the `initiator` of the facts: who asks for the approval."""
    user = session.get(User, user_id)
    if user is None:
        return {}
    department = session.get(Department, user.department_id) if user.department_id else None
    return {
        "name": user.name,
        "email": user.email,
        "position": user.position,
        "department": department.name if department else "",
        "roles": sorted(role.value for role in user.roles),
    }


def with_terms(facts: Mapping[str, Any], *, template: Facts, initiator: Facts) -> Facts:
    """Complete facts for conditions: without a sum of its own, a document's is that of the deal.

    The discount is what the deal declares, or what its lines come to where that is more.
    """
    document, deal = dict(facts["document"]), dict(facts["deal"])
    document["amount"] = document.get("amount") or deal.get("amount")
    if (given := discount_given(deal)) is not None:
        deal["discount"] = given
    return {**facts, "document": document, "deal": deal, "template": template, "initiator": initiator}


def discount_given(deal: Mapping[str, Any]) -> str | None:
    """Return the discount of a deal's facts in percent, to the hundredth; None where nothing tells of one.

    A deal's own figure is what the CRM says for information: nobody may get 40 % past a route by writing them
    into the lines.
    """
    declared = deal.get("discount")
    counted = [line for line in deal.get("products") or () if not line.get("optional")]
    full = [_figure(line.get("price")) * _figure(line.get("quantity")) for line in counted]
    off = [total * _figure(line.get("discount")) for total, line in zip(full, counted, strict=True)]
    lines = round(sum(off, Decimal()) / sum(full), 2) if any(full) else Decimal()
    if not lines and declared in (None, ""):
        return None
    return f"{max(lines, _figure(declared)).normalize():f}"


def _figure(value: object) -> Decimal:
    return Decimal(str(value)) if value not in (None, "") else Decimal()
