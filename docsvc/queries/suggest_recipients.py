"""Who documents are usually sent to: our signatory first where a kind asks for it, then the client."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Act, Asked, Contact, Document, Kind, LegalEntity, Role, User, UserRole
from docsvc.model.kinds import KINDS
from docsvc.model.places import parties_to_sign
from docsvc.queries.our_signatory import SELLER, signatory_name

CLIENT = "client"


def suggest_recipients(session: Session, document_id: str) -> tuple[Asked, ...]:
    """Return the usual recipients in their order; an unknown address is left empty for a person to fill."""
    return suggest_together(session, (document_id,))


def suggest_together(session: Session, document_ids: Sequence[str]) -> tuple[Asked, ...]:
    """Return the usual recipients of documents of one deal that go out together.

    Where a document has places to sign, only their parties are asked: a contract that the other side drew up
    may be signed by us alone.
    """
    documents = [session.get_one(Document, each) for each in document_ids]
    suggested = []
    if any(_seller_signs(document) for document in documents):
        suggested.append(_signatory(session, documents[0].legal_entity))
    contact, act = documents[0].deal.contact, _client_act(documents)
    if contact is not None and act is not None:
        suggested.append(_client(documents[0], contact, act=act, order=len(suggested) + 1))
    return tuple(suggested)


def parties_of(session: Session, document_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the places to sign that the documents have, our own first."""
    documents = (session.get_one(Document, each) for each in document_ids)
    found = {party for document in documents for party in parties_to_sign(document.version.places)}
    usual = [party for party in (SELLER, CLIENT) if party in found]
    return (*usual, *sorted(found - set(usual)))


def _seller_signs(document: Document) -> bool:
    parties = parties_to_sign(document.version.places)
    return SELLER in parties if parties else KINDS[Kind(document.kind)].seller_signs


def _client_act(documents: Sequence[Document]) -> Act | None:
    """Return what the client is asked for: to sign goes before to accept, and that before to receive."""
    acts = [_asked_of_client(document) for document in documents]
    return next((act for act in (Act.SIGN, Act.ACCEPT, Act.RECEIVE) if act in acts), None)


def _asked_of_client(document: Document) -> Act | None:
    parties, act = parties_to_sign(document.version.places), KINDS[Kind(document.kind)].client_act
    return None if act is Act.SIGN and parties and CLIENT not in parties else act


def _signatory(session: Session, entity: LegalEntity) -> Asked:
    """Find our own signatory among the users, by name, or else whoever is the director."""
    name = signatory_name(entity)
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
        language=user.language if user else "ru",
    )


def _client(document: Document, contact: Contact, *, act: Act, order: int) -> Asked:
    asked = Asked(
        name=contact.name,
        email=contact.email,
        act=act,
        order=order,
        party=CLIENT if act is Act.SIGN else "",
        position=str(contact.details.get("position") or ""),
        organisation=document.company_name,
        authority=str(contact.details.get("authority") or ""),
        phone=str(contact.details.get("phone") or ""),
    )
    language = str(contact.details.get("language") or "")
    return replace(asked, language=language) if language in {"ru", "en"} else asked
