"""The deal that an uploaded PDF belongs to: the chosen one, or one made for it."""

from typing import Final

from sqlalchemy import select

from docsvc.access import Right, allow_deal
from docsvc.actions.draft import lock_deal
from docsvc.actions.upsert_company import upsert_company, upsert_contact
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import SCALE, Company, Contact, Deal, DealLine, User, new_id
from docsvc.model.deal_input import CompanyInput, ContactInput
from docsvc.model.upload_input import UploadInput
from docsvc.work import ORGANISATION, Actor, Work

SOURCE: Final = "upload"


def upload_deal(work: Work, upload: UploadInput, *, title: str, actor: Actor) -> Deal:
    """Return the deal of the upload, locked; raise `BadInput` where no client is named, `NotFound`.

    A deal made for it has one line, the PDF itself, so that its sums are the document's.
    """
    if upload.deal_id:
        deal = lock_deal(work, upload.deal_id)
        allow_deal(actor, Right.CREATE, deal)
        return deal
    company = _company(work, upload)
    contact = _contact(work, company, upload)
    deal = Deal(
        id=new_id(),
        source=SOURCE,
        external_id=new_id(),
        title=title,
        amount_minor=int(upload.price * 100),
        currency=upload.currency,
        prices="gross",
        date=upload.date or work.today,
        custom={},
        company_id=company.id,
        contact_id=contact.id if contact else None,
        owner_id=work.get(User, actor.id).id,
        created_at=work.now,
        updated_at=work.now,
        lines=[_line(title, upload)],
    )
    work.add(deal)
    work.session.flush()
    _record(work, deal, actor)
    return lock_deal(work, deal.id)


def _company(work: Work, upload: UploadInput) -> Company:
    """Find the client by ИНН, else by name, among all that are known; make it where there is none."""
    if not upload.company and not upload.inn:
        raise BadInput([("company", "с кем документ: выберите сделку или напишите компанию")])
    same = Company.inn == upload.inn if upload.inn else Company.name == upload.company
    known = work.session.scalars(
        select(Company).where(same).order_by(Company.source == SOURCE, Company.id)
    ).first()
    if known is not None:
        return known
    if not upload.company:
        raise BadInput(
            [("company", Phrase("компании с ИНН %(inn)s ещё нет: напишите название", inn=upload.inn))]
        )
    sent = CompanyInput.model_validate({"name": upload.company} | ({"inn": upload.inn} if upload.inn else {}))
    return upsert_company(work, SOURCE, sent)[0]


def _contact(work: Work, company: Company, upload: UploadInput) -> Contact | None:
    if not upload.contact:
        return None
    given = {"name": upload.contact, "email": upload.email, "position": upload.position}
    sent = ContactInput.model_validate({name: value for name, value in given.items() if value})
    return upsert_contact(work, company, sent)[0]


def _line(title: str, upload: UploadInput) -> DealLine:
    return DealLine(
        id=new_id(),
        position=0,
        name=title,
        quantity_scaled=SCALE,
        price_scaled=int(upload.price * SCALE),
    )


def _record(work: Work, deal: Deal, actor: Actor) -> None:
    work.record(
        ORGANISATION,
        "deal.created",
        actor,
        deal=deal.id,
        source=deal.source,
        external_id=deal.external_id,
        amount=f"{deal.amount_minor / 100:.2f}",
        currency=deal.currency,
        changed=[],
        via=actor.via,
    )
