"""A deal as it is sent, as the tree that templates and conditions see, before it is kept anywhere."""

from typing import Any

from docsvc.model.deal_input import ContactInput, DealInput, LineInput


def deal_tree(deal: DealInput) -> dict[str, Any]:
    """Return deal, company and contact of the tree; `templates.complete` computes the rest."""
    plain = deal.model_dump(
        mode="json", exclude={"source", "external_id", "custom", "lines", "company", "contact"}
    )
    about = plain | {"id": deal.external_id, "products": [_line(deal, line) for line in deal.lines]}
    about.pop("owner_email")
    return {
        "deal": deal.custom | about,
        "company": deal.company.model_dump(mode="json", exclude={"external_id"}),
        "contact": _contact(deal.contact) if deal.contact else {},
    }


def _contact(contact: ContactInput) -> dict[str, Any]:
    written = contact.model_dump(mode="json", exclude={"authority_terms"})
    return written | {key: value for key, value in contact.own_authority.items() if key != "authority_terms"}


def _line(deal: DealInput, line: LineInput) -> dict[str, Any]:
    rate = line.rate(deal.date)
    return line.model_dump(mode="json") | {"vat_rate": None if rate is None else f"{rate:f}"}
