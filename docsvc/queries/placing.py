"""A document while fields are put on its pages, and whom its client may be when a PDF is uploaded."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, allow, allow_deal, visible_deals
from docsvc.errors import NotFound, NotRendered, PlacesSettled
from docsvc.model import Company, Deal, Kind, RenderState, State
from docsvc.queries.document import load_visible
from docsvc.queries.placed_fields import PlacedField, are_open, placed
from docsvc.work import Actor
from signing import page_sizes
from storage import Blobs

MOST_COMPANIES = 500


@dataclass(frozen=True, slots=True)
class PlacingView:
    """A document and its fields; `sizes` are width and height of every page, in points."""

    document_id: str
    kind: Kind
    number: str
    version_id: str
    version: str
    state: State
    fields: tuple[PlacedField, ...]
    sizes: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class DealShort:
    """The deal that a PDF is uploaded to."""

    id: str
    title: str
    company: str
    contact: str
    email: str


def placing(session: Session, blobs: Blobs, actor: Actor, document_id: str) -> PlacingView:
    """Return a document whose fields may be put now; raise `NotFound`, `NotRendered`, `PlacesSettled`."""
    document = load_visible(session, actor, document_id)
    allow(actor, Right.EDIT, document)
    version = document.version
    if not are_open(document):
        raise PlacesSettled
    if version.render_state != RenderState.DONE.value or version.rendered_blob is None:
        raise NotRendered
    return PlacingView(
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        version_id=version.id,
        version=version.label,
        state=State(document.state),
        fields=placed(version.places),
        sizes=page_sizes(blobs.get(version.rendered_blob)),
    )


def deal_to_upload_to(session: Session, actor: Actor, deal_id: str) -> DealShort:
    """Return the deal that a PDF may be uploaded to; raise `NotFound`."""
    deal = session.get(Deal, deal_id)
    if deal is None:
        raise NotFound
    allow_deal(actor, Right.CREATE, deal)
    contact = deal.contact
    return DealShort(
        deal.id,
        deal.title,
        deal.company.name,
        contact.name if contact else "",
        contact.email if contact else "",
    )


def known_companies(session: Session, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return name and ИНН of the clients of deals that the actor may see: what the form suggests."""
    found = (
        select(Company.name, Company.inn)
        .where(Company.id.in_(select(Deal.company_id).where(visible_deals(actor))))
        .distinct()
        .order_by(Company.name)
        .limit(MOST_COMPANIES)
    )
    return tuple((name, inn) for name, inn in session.execute(found))
