"""The key terms of a document: what an approver reads before the document itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from docsvc.model import Document, Origin
from docsvc.queries.approval_facts import discount_given
from docsvc.queries.facts_of import facts_of
from storage import Blobs


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """What the frozen Facts say of a deal; figures are in the document's currency, the discount in percent.

    `origin` tells whether the text is what the template says: edited in Word or taken as a PDF, it is not.
    """

    vat: Decimal | None
    discount: Decimal | None
    discounted_lines: int
    lines: int
    payment_terms: str
    deadline: date | None
    other_terms: str
    signatory: str
    signatory_position: str
    authority: str
    template: str
    origin: Origin


def key_terms(blobs: Blobs, document: Document) -> KeyTerms:
    """Return the key terms of the current version."""
    version = document.version
    facts = facts_of(blobs, version)
    deal, contact = facts["deal"], facts["contact"]
    lines = deal.get("products") or []
    template = version.template_version
    return KeyTerms(
        vat=_figure(deal.get("vat")),
        discount=_figure(discount_given(deal)),
        discounted_lines=sum(bool(_figure(line.get("discount"))) for line in lines),
        lines=len(lines),
        payment_terms=_text(deal.get("payment_terms")),
        deadline=_day(deal.get("deadline")),
        other_terms=_text(deal.get("additional_conditions")),
        signatory=_text(contact.get("name")),
        signatory_position=_text(contact.get("position")),
        authority=_text(contact.get("authority")),
        template=f"{template.template.title} {template.label}",
        origin=Origin(version.origin),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _figure(value: object) -> Decimal | None:
    """Return a figure, None for nothing and for zero."""
    try:
        return Decimal(str(value)) or None
    except InvalidOperation:
        return None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None
