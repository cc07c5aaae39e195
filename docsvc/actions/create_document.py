"""Make a document from a deal."""

from collections.abc import Mapping
from types import MappingProxyType

from docsvc.access import Right, allow, allow_deal
from docsvc.actions.add_version import Facts, add_version, register
from docsvc.actions.draft import NO_WISH, Draft, Prepared, Wish, default_seller, lock_deal
from docsvc.actions.number import take_number
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import DEAD, Deal, Document, DocumentLink, Kind, State, User, new_id
from docsvc.work import Actor, Work

NOTHING: Mapping[str, str] = MappingProxyType({})


def create_document(
    work: Work,
    deal_id: str,
    *,
    actor: Actor,
    kind: Kind,
    basis_id: str | None = None,
    filled: Mapping[str, str] = NOTHING,
    wish: Wish = NO_WISH,
) -> str:
    """Open a numbered draft, freeze its facts and promise its PDF; return the document's id.

    `filled` completes or replaces data of the deal by path (`company.inn`); `wish` says which template and
    blocks of the library the person chose. Raises `FieldsMissing` with every missing field at once,
    `BadInput` with every wrong one, `NoTemplate`, `SetupIncomplete`.
    """
    deal = lock_deal(work, deal_id)
    allow_deal(actor, Right.CREATE, deal)
    seller = default_seller(work)
    draft = Draft(
        kind=kind,
        number=take_number(work, kind, legal_entity_id=seller.id, day=work.today),
        day=work.today,
        version="1.0",
        deal=deal,
        seller=seller,
        owner=deal.owner or work.get(User, actor.id),
        basis=_basis(work, basis_id, deal, actor=actor),
        filled=filled,
        wish=wish,
    )
    prepared = draft.prepare(work)
    document = _open(work, draft, prepared.facts)
    _first_version(work, document, draft, prepared, actor=actor)
    return document.id


def _basis(work: Work, basis_id: str | None, deal: Deal, *, actor: Actor) -> Document | None:
    """Return the living document of the same client that the new one rests on."""
    if basis_id is None:
        return None
    basis = work.document(basis_id)
    allow(actor, Right.VIEW, basis)
    if basis.deal.company_id != deal.company_id or State(basis.state) in DEAD:
        text = Phrase("%(number)s не может быть основанием: другой клиент или не в силе", number=basis.number)
        raise BadInput([("basis_id", text)])
    return basis


def _open(work: Work, draft: Draft, facts: Facts) -> Document:
    document = Document(
        id=new_id(),
        kind=draft.kind.value,
        number=draft.number,
        state=State.DRAFT.value,
        deal_id=draft.deal.id,
        owner_id=draft.owner.id,
        department_id=draft.owner.department_id,
        legal_entity_id=draft.seller.id,
        date=draft.day,
        created_at=work.now,
        updated_at=work.now,
    )
    register(document, facts)
    work.add(document)
    if draft.basis is not None:
        work.add(DocumentLink(from_id=document.id, to_id=draft.basis.id, relation="basis"))
    return document


def _first_version(work: Work, document: Document, draft: Draft, prepared: Prepared, *, actor: Actor) -> None:
    template = prepared.template
    version = add_version(
        work, document, draft.version, author=draft.owner, template=template, facts=prepared.facts
    )
    version.comment = draft.wish.comment or f"Создан на основе шаблона «{template.template.title}»"
    work.record(
        document,
        "document.created",
        actor,
        number=document.number,
        document_kind=document.kind,
        version=version.label,
        facts_sha256=version.facts_sha256,
        template=f"{template.template.code} {template.label}",
    )
