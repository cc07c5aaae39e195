"""Take a finished PDF, ours or received, as a document."""

from typing import Final

from sqlalchemy import select

from docsvc.access import Right, allow, may
from docsvc.actions.add_pdf_version import add_pdf_version, pdf_facts
from docsvc.actions.add_version import register
from docsvc.actions.draft import default_seller
from docsvc.actions.number import take_number
from docsvc.actions.upload_deal import upload_deal
from docsvc.errors import BadInput, Forbidden
from docsvc.errors.phrase import Phrase
from docsvc.model import Deal, Document, LegalEntity, Origin, State, User, new_id
from docsvc.model.incoming import Incoming
from docsvc.model.kinds import KINDS
from docsvc.model.upload_input import LONGEST_NUMBER, UploadInput
from docsvc.work import Actor, Work

UNNUMBERED: Final = "б/н"
_OURS: Final = "Загружен готовый PDF"
_THEIRS: Final = "Получен от контрагента"


def upload_pdf(work: Work, incoming: Incoming, *, actor: Actor, upload: UploadInput) -> str:
    """Open a draft with the PDF as its content, and return the document's id.

    Raises `Forbidden`, `NotFound` for a deal out of reach, `BadInput`, `SetupIncomplete`.
    """
    if not may(actor, Right.CREATE):
        raise Forbidden
    seller, title = default_seller(work), upload.title or KINDS[upload.kind].name
    deal = upload_deal(work, upload, title=title, actor=actor)
    document = _open(work, deal, upload, seller=seller, actor=actor)
    allow(actor, Right.CREATE, document)
    facts = pdf_facts(
        deal,
        upload,
        heading=_heading(document, title),
        seller=seller,
        owner=document.owner,
        incoming=incoming,
    )
    register(document, facts)
    origin = Origin.RECEIVED if upload.received else Origin.UPLOADED
    author = work.get(User, actor.id)
    version = add_pdf_version(
        work, document, "1.0", author=author, facts=facts, incoming=incoming, origin=origin
    )
    version.comment = upload.comment or (_THEIRS if upload.received else _OURS)
    work.record(
        document,
        "document.uploaded",
        actor,
        number=document.number,
        document_kind=upload.kind.value,
        version=version.label,
        origin=origin.value,
        sha256=version.rendered_sha256,
        original_sha256=incoming.original_sha256,
        pages=incoming.pages,
        changes=[change.value for change in incoming.changes],
    )
    return document.id


def _heading(document: Document, title: str) -> dict[str, str | None]:
    return {
        "kind": document.kind,
        "title": title,
        "number": document.number,
        "date": document.date.isoformat(),
        "version": "1.0",
        "valid_until": None,
    }


def _open(work: Work, deal: Deal, upload: UploadInput, *, seller: LegalEntity, actor: Actor) -> Document:
    owner = deal.owner or work.get(User, actor.id)
    document = Document(
        id=new_id(),
        kind=upload.kind.value,
        number=_number(work, upload, seller=seller, company=deal.company.name),
        state=State.DRAFT.value,
        deal_id=deal.id,
        owner_id=owner.id,
        department_id=owner.department_id,
        legal_entity_id=seller.id,
        title=upload.title,
        company_name=deal.company.name,
        amount_minor=0,
        currency=deal.currency,
        date=upload.date or work.today,
        created_at=work.now,
        updated_at=work.now,
    )
    work.add(document)
    work.session.flush()
    work.session.refresh(document, ["owner", "versions", "deal", "legal_entity"])
    return document


def _number(work: Work, upload: UploadInput, *, seller: LegalEntity, company: str) -> str:
    """Return the number: as it stands in the PDF, or ours; two clients may well number theirs alike."""
    given = upload.number or (UNNUMBERED if upload.received else "")
    if not given:
        return take_number(work, upload.kind, legal_entity_id=seller.id, day=upload.date or work.today)
    if len(given) > LONGEST_NUMBER:
        raise BadInput([("number", Phrase("не больше %(most)s знаков", most=LONGEST_NUMBER))])
    for number in (given, f"{given} ({company[:LONGEST_NUMBER]})"):
        if not _taken(work, upload, seller, number):
            return number
    text = Phrase(
        "%(number)s у компании %(company)s уже есть: откройте тот документ", number=given, company=company
    )
    raise BadInput([("number", text)])


def _taken(work: Work, upload: UploadInput, seller: LegalEntity, number: str) -> bool:
    same = select(Document.id).where(
        Document.legal_entity_id == seller.id, Document.kind == upload.kind.value, Document.number == number
    )
    return work.session.scalar(same) is not None
