"""What a look at a template finds, kept by its blob's address."""

import re
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Company, Contact, ContentBlock, Deal
from docsvc.queries.sources import source_at
from storage import Blobs
from templates import TemplateError
from templates.findings import Finding, Severity, Spot
from templates.phrase import phrase_of
from templates.source import Source

_LINE = re.compile(r"^product\.")
MOST_DEALS = 200
"""How many of the newest deals are asked which fields of its own the CRM sends."""


def lint_at(session: Session, blobs: Blobs, address: str) -> tuple[Finding, ...]:
    """Return the findings in the template at an address; the CRM's own fields and our blocks are known."""
    names = session.scalars(select(ContentBlock.name).where(ContentBlock.retired_at.is_(None)))
    return _lint(source_at(blobs, address), custom_fields(session), frozenset(names))


def undeclared_fields(session: Session, blobs: Blobs, address: str) -> tuple[str, ...]:
    """Return the paths of fields in a template that nobody knows and that it may declare as its own."""
    found = (each for each in lint_at(session, blobs, address) if each.undeclared)
    shown = (str(phrase_of(each.message).values.get("shown", "")).lower() for each in found)
    return tuple(dict.fromkeys(_LINE.sub("deal.products[].", path) for path in shown if path))


def custom_fields(session: Session) -> frozenset[str]:
    """Return the paths of fields that the CRM sends, its own ones too (`deal.delivery_city`)."""
    sent = (
        select(Deal.custom, Company.details, Contact.details)
        .join(Company, Company.id == Deal.company_id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .order_by(Deal.updated_at.desc())
        .limit(MOST_DEALS)
    )
    return frozenset(
        f"{section}.{name}"
        for row in session.execute(sent)
        for section, fields in zip(("deal", "company", "contact"), row, strict=True)
        for name in fields or ()
    )


def errors_in(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return those that forbid publishing."""
    return tuple(each for each in findings if each.severity is Severity.ERROR)


@lru_cache(maxsize=128)
def _lint(source: Source, known: frozenset[str], library: frozenset[str]) -> tuple[Finding, ...]:
    from templates.limits import limited
    from templates.lint import lint

    try:
        return limited(lint)(source, known=known, blocks=library)
    except TemplateError as error:  # too heavy to be looked through: nobody may publish it
        return (Finding(Severity.ERROR, "unreadable", Spot(), "", str(error)),)
