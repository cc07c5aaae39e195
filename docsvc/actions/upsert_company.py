"""The client of a deal that was sent: its company and its contact."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import func, or_, select
from sqlalchemy.orm import lazyload

from docsvc.actions.upsert import assign, claim
from docsvc.model import Company, Contact, new_id
from docsvc.model.deal_input import CompanyInput, ContactInput
from docsvc.work import Work


def upsert_company(work: Work, source: str, sent: CompanyInput) -> tuple[Company, frozenset[str]]:
    """Return the company, locked, and the names of what changed in it; what was left out stays as known."""
    key = {"source": source, "external_id": sent.key}
    company_id, created = claim(work, Company, key, {"name": sent.name, "inn": sent.inn, "details": {}})
    company = work.get(Company, company_id)
    details = _merged(company.details, sent, apart={"external_id", "name", "inn"})
    inn = sent.inn if "inn" in sent.model_fields_set else company.inn
    changed = assign(company, {"name": sent.name, "inn": inn, "details": details})
    return company, changed | ({"new"} if created else set())


def upsert_contact(work: Work, company: Company, sent: ContactInput) -> tuple[Contact, frozenset[str]]:
    """Return the person of the company by e-mail, else by name, and the names of what changed.

    The company is locked by now, so that the same person is not made twice.
    """
    contact = _known(work, company, sent)
    if contact is None:
        contact = Contact(id=new_id(), company_id=company.id, name=sent.name, email=sent.email, details={})
        work.add(contact)
    details = _merged(contact.details, sent, apart={"name", "email", "authority_terms"})
    details |= sent.own_authority
    values = {"name": sent.name, "email": sent.email or contact.email, "details": details}
    return contact, assign(contact, values)


def _known(work: Work, company: Company, sent: ContactInput) -> Contact | None:
    """Find by e-mail; by name only where that cannot be somebody else's namesake with another e-mail."""
    email = sent.email.lower()
    alike = select(Contact).where(
        Contact.company_id == company.id,
        or_(Contact.name == sent.name, func.lower(Contact.email) == email),
    )
    people = work.session.scalars(alike.options(lazyload("*")).order_by(Contact.id)).all()
    by_email = (person for person in people if email and person.email.lower() == email)
    by_name = (person for person in people if person.name == sent.name and (not email or not person.email))
    return next(by_email, None) or next(by_name, None)


def _merged(known: dict[str, Any], sent: BaseModel, *, apart: set[str]) -> dict[str, Any]:
    """Put what was sent over what is known: an empty value clears, a field left out stays."""
    given = sent.model_dump(mode="json", include=sent.model_fields_set - apart)
    return {name: value for name, value in (known | given).items() if value}
