"""From rows to the tree that templates see: the one place where they meet."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from docsvc.errors import BadInput
from docsvc.model import SCALE, Company, Contact, Deal, DealLine, Document, LegalEntity, OwnLine, User
from docsvc.model.documents import Kind
from docsvc.model.kinds import KINDS
from docsvc.model.pictures import STAMP_OFF

FIXED = frozenset(
    {"id", "number", "amount", "currency", "prices", "discount", "products", "date", "total_amount", "vat"}
    | {"amount_with_vat", "valid_until"},
)
"""Fields of the deal that decide on money, number and time."""


def facts_tree(
    deal: Deal,
    *,
    seller: LegalEntity,
    manager: User,
    document: Mapping[str, Any],
    basis: Document | None,
    today: date,
) -> dict[str, Any]:
    """Return the tree of a document about to be made; sums and dates are computed by `templates.complete`."""
    return {
        "document": dict(document),
        "basis": _basis(basis),
        "deal": _deal(deal),
        "company": _company(deal.company),
        "contact": _contact(deal.contact),
        "user": {
            "name": manager.name,
            "position": manager.position,
            "email": manager.email,
            "phone": manager.phone,
        },
        "seller": _seller(seller),
        "current": {"date": today.isoformat()},
    }


def fill(tree: dict[str, Any], filled: Mapping[str, str]) -> None:
    """Put what a person typed (`company.inn` → value) into the tree, in place.

    Raises `BadInput` naming every path that is not a manager's to fill: our own requisites, the number, the
    dates and the sums come from where they are kept.
    """
    refused = [path for path in filled if not may_fill(path)]
    if refused:
        text = "это поле не заполняют вручную: оно берётся из сделки или из реквизитов вашей компании"
        raise BadInput([(path, text) for path in refused])
    for path, value in filled.items():
        section, _, name = path.partition(".")
        if value.strip():
            tree[section][name] = value.strip()


def may_fill(path: str) -> bool:
    """Tell whether a person may fill a field for one document: the client's data and the deal's terms."""
    section, _, name = path.partition(".")
    plain = bool(name) and "." not in name and "[" not in name
    return plain and (section in {"company", "contact"} or (section == "deal" and name not in FIXED))


def scaled(value: int) -> str:
    """Return a scaled integer as a decimal string."""
    return f"{(Decimal(value) / SCALE).normalize():f}"


def _deal(deal: Deal) -> dict[str, Any]:
    return deal.custom | {
        "id": deal.external_id,
        "number": deal.number,
        "title": deal.title,
        "currency": deal.currency,
        "prices": deal.prices,
        "date": deal.date.isoformat(),
        "deadline": deal.deadline.isoformat() if deal.deadline else None,
        "valid_until": deal.valid_until.isoformat() if deal.valid_until else None,
        "discount": scaled(deal.discount_scaled),
        "products": [*map(_line, deal.lines), *map(_own_line, deal.own_lines)],
    }


def _own_line(line: OwnLine) -> dict[str, Any]:
    """Return a manager's own line; one that is offered and not ordered says so, and counts into no sum."""
    return _line(line) | ({} if line.counts else {"optional": True})


def _line(line: DealLine | OwnLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "unit": line.unit,
        "quantity": scaled(line.quantity_scaled),
        "price": scaled(line.price_scaled),
        "discount": scaled(line.discount_scaled),
        "vat_rate": None if line.vat_scaled is None else scaled(line.vat_scaled),
    }


def _company(company: Company) -> dict[str, Any]:
    return company.details | {"name": company.name, "inn": company.inn}


def _seller(seller: LegalEntity) -> dict[str, Any]:
    printed = {name: value for name, value in seller.details.items() if name != STAMP_OFF}
    return printed | {"name": seller.name, "inn": seller.inn}


def _contact(contact: Contact | None) -> dict[str, Any]:
    return {} if contact is None else contact.details | {"name": contact.name, "email": contact.email}


def _basis(basis: Document | None) -> dict[str, Any] | None:
    if basis is None:
        return None
    return {
        "kind": basis.kind,
        "title": KINDS[Kind(basis.kind)].name,
        "number": basis.number,
        "date": basis.date.isoformat(),
    }
