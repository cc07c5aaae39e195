"""Take another PDF as the next version of an uploaded document."""

from docsvc.access import Right, allow
from docsvc.actions.add_pdf_version import add_pdf_version, pdf_facts
from docsvc.actions.draft import lock_deal
from docsvc.actions.revise_document import next_label
from docsvc.errors import CommentRequired, MadeFromTemplate
from docsvc.model import FROM_OUTSIDE, Document, Move, Origin, State, User
from docsvc.model.incoming import Incoming
from docsvc.model.input_errors import checked
from docsvc.model.upload_input import UploadInput
from docsvc.queries.facts_of import facts_of
from docsvc.work import Actor, Work


def replace_pdf(
    work: Work,
    document_id: str,
    incoming: Incoming,
    *,
    actor: Actor,
    comment: str,
    amount: str = "",
    major: bool = False,
) -> str:
    """Store the PDF as the next version, and return the version's id; fields on pages that remain are kept.

    `amount` is the new sum, where it changed. Raises `CommentRequired`, `MadeFromTemplate`, `BadInput`.
    """
    document = work.document(document_id)
    allow(actor, Right.EDIT, document)
    if document.version.origin not in FROM_OUTSIDE:
        raise MadeFromTemplate
    if not comment.strip():
        raise CommentRequired
    if document.state != State.DRAFT.value:
        document.move(Move.REVISE)
    old, said = document.version, _said(work, document, amount)
    label = next_label(old, major=major)
    author = work.get(User, actor.id)
    heading = facts_of(work.blobs, old)["document"] | {"version": label, "amount": None}
    facts = pdf_facts(
        lock_deal(work, document.deal_id),
        said,
        heading=heading,
        seller=document.legal_entity,
        owner=document.owner,
        incoming=incoming,
    )
    version = add_pdf_version(
        work, document, label, author=author, facts=facts, incoming=incoming, origin=Origin(old.origin)
    )
    version.comment = comment.strip()
    version.places = [place for place in old.places if place["page"] < incoming.pages]
    work.record(
        document,
        "document.uploaded",
        actor,
        number=document.number,
        document_kind=document.kind,
        version=label,
        origin=old.origin,
        sha256=version.rendered_sha256,
        original_sha256=incoming.original_sha256,
        pages=incoming.pages,
        changes=[change.value for change in incoming.changes],
        private={"comment": version.comment},
    )
    return version.id


def _said(work: Work, document: Document, amount: str) -> UploadInput:
    """Return what was said of the first PDF, with the new sum."""
    kept = facts_of(work.blobs, document.version)["upload"]["said"]
    return checked(UploadInput, kept | ({"amount": amount} if amount.strip() else {}))
