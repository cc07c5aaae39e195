"""Who a document is usually sent to: our signatory first where the kind asks for it, then the client."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Act, Asked, Contact, Document, Kind, LegalEntity, Role, User, UserRole
from docsvc.model.kinds import KINDS

SELLER = "seller"
CLIENT = "client"


def suggest_recipients(session: Session, document_id: str) -> tuple[Asked, ...]:
    """Return the usual recipients in their order; an unknown address is left empty for a person to fill."""
    document = session.get_one(Document, document_id)
    rules = KINDS[Kind(document.kind)]
    suggested = []
    if rules.seller_signs:
        suggested.append(_signatory(session, document.legal_entity))
    if document.deal.contact is not None:
        suggested.append(
            _client(document, document.deal.contact, act=rules.client_act, order=len(suggested) + 1)
        )
    return tuple(suggested)


def _signatory(session: Session, entity: LegalEntity) -> Asked:
    """Find our own signatory among the users, by name, or else whoever is the director."""
    name = str(entity.details.get("signatory_name") or "")
    statement = select(User).join(UserRole).where(UserRole.role == Role.DIRECTOR.value, User.active)
    directors = session.scalars(statement).unique().all()
    user = next((each for each in directors if each.name == name), directors[0] if directors else None)
    return Asked(
        name=name or (user.name if user else ""),
        email=user.email if user else "",
        act=Act.SIGN,
        order=1,
        party=SELLER,
        position=str(entity.details.get("signatory_position") or ""),
        organisation=entity.name,
        authority=str(entity.details.get("authority") or ""),
    )


def _client(document: Document, contact: Contact, *, act: Act, order: int) -> Asked:
    return Asked(
        name=contact.name,
        email=contact.email,
        act=act,
        order=order,
        party=CLIENT if act is Act.SIGN else "",
        position=str(contact.details.get("position") or ""),
        organisation=document.company_name,
        authority=str(contact.details.get("authority") or ""),
    )
