"""Make a copy of an approved document for one person of a mailing."""

from itertools import count

from sqlalchemy import select

from docsvc.model import (
    AuditHead,
    Document,
    DocumentLink,
    DocumentVersion,
    Origin,
    RenderState,
    State,
    new_id,
)
from docsvc.model.mailing_input import PersonInput
from docsvc.queries.mailing_list import COPY
from docsvc.work import Actor, Work

LONGEST_NAME = 200


def copy_document(
    work: Work, base: Document, *, actor: Actor, number: int, person: PersonInput, mailing_id: str
) -> Document:
    """Return an approved copy with the base's bytes and facts, numbered `<base>/<number>`.

    It is approved by the base's approval: the entry names the head of the base's chain. Who calls it holds
    the base's lock and has asked for the right.
    """
    document = _open(work, base, number=_free_number(work, base, number), person=person)
    version = _version(work, base, document)
    document.current_version_id = version.id
    work.add(DocumentLink(from_id=document.id, to_id=base.id, relation=COPY))
    work.session.refresh(document, ["versions", "owner", "deal", "legal_entity"])
    head = work.session.scalar(select(AuditHead.hash).where(AuditHead.subject == base.id))
    work.record(
        document,
        "document.copied",
        actor,
        number=document.number,
        base=base.id,
        base_number=base.number,
        base_entry=head,
        mailing=mailing_id,
        version=version.label,
        rendered_sha256=version.rendered_sha256,
        private={"recipient": f"{person.name} <{person.email}>"},
    )
    return document


def _open(work: Work, base: Document, *, number: str, person: PersonInput) -> Document:
    who = (person.organisation or person.name)[:LONGEST_NAME]
    words = (number, base.title, who, person.name, person.email)
    document = Document(
        id=new_id(),
        kind=base.kind,
        number=number,
        state=State.APPROVED.value,
        deal_id=base.deal_id,
        owner_id=base.owner_id,
        department_id=base.department_id,
        legal_entity_id=base.legal_entity_id,
        title=base.title,
        company_name=who,
        search=" ".join(words).casefold(),
        amount_minor=base.amount_minor,
        currency=base.currency,
        date=base.date,
        valid_until=base.valid_until,
        created_at=work.now,
        updated_at=work.now,
    )
    return work.add(document)


def _version(work: Work, base: Document, document: Document) -> DocumentVersion:
    """Return the base's current version over again: the very bytes that were approved."""
    approved = base.version
    return work.add(
        DocumentVersion(
            id=new_id(),
            document_id=document.id,
            major=approved.major,
            minor=approved.minor,
            author_id=approved.author_id,
            comment=f"Копия документа {base.number}",
            origin=Origin.COPIED.value,
            template_version_id=approved.template_version_id,
            facts_blob=approved.facts_blob,
            facts_sha256=approved.facts_sha256,
            render_state=RenderState.DONE.value,
            pages=approved.pages,
            places=list(approved.places),
            rendered_blob=approved.rendered_blob,
            rendered_sha256=approved.rendered_sha256,
            created_at=work.now,
        )
    )


def _free_number(work: Work, base: Document, number: int) -> str:
    """Return the copy's number; where a document was given just that by hand, the next spelling of it."""
    same = select(Document.id).where(
        Document.legal_entity_id == base.legal_entity_id, Document.kind == base.kind
    )
    wanted = f"{base.number}/{number}"
    spellings = (wanted if turn == 1 else f"{wanted}-{turn}" for turn in count(1))
    return next(
        each for each in spellings if work.session.scalar(same.where(Document.number == each)) is None
    )
