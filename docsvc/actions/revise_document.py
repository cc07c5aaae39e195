"""Make a new version of a document: decisions and signatures name the old hash and no longer count."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from docsvc.access import Right, allow
from docsvc.actions.add_version import add_version
from docsvc.actions.create_document import NOTHING
from docsvc.actions.draft import Draft, Wish, lock_deal
from docsvc.errors import CommentRequired, IsCopy, MadeElsewhere
from docsvc.model import (
    FROM_OUTSIDE,
    Document,
    DocumentLink,
    DocumentVersion,
    Kind,
    Move,
    Origin,
    State,
    User,
)
from docsvc.queries.facts_of import facts_of
from docsvc.work import Actor, Work


def revise_document(
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    comment: str,
    filled: Mapping[str, str] = NOTHING,
    major: bool = False,
) -> str:
    """Freeze the deal as it is now, with `filled` over it, as the next version; return the version's id.

    The document keeps its number and date. Raises `CommentRequired`: a version says what changed and why;
    `MadeElsewhere` for an uploaded PDF.
    """
    document = work.document(document_id)
    allow(actor, Right.EDIT, document)
    if document.version.origin == Origin.COPIED.value:
        raise IsCopy
    if document.version.origin in FROM_OUTSIDE:
        raise MadeElsewhere
    if not comment.strip():
        raise CommentRequired
    if document.state != State.DRAFT.value:
        document.move(Move.REVISE)
    draft = _draft(work, document, actor=actor, filled=filled, major=major)
    prepared = draft.prepare(work)
    version = add_version(
        work, document, draft.version, author=draft.owner, template=prepared.template, facts=prepared.facts
    )
    version.comment = comment.strip()
    private = {"comment": version.comment}
    about = {"version": version.label, "facts_sha256": version.facts_sha256}
    work.record(document, "document.revised", actor, private=private, **about)
    return version.id


def _draft(work: Work, document: Document, *, actor: Actor, filled: Mapping[str, str], major: bool) -> Draft:
    old = document.version
    kept = facts_of(work.blobs, old)
    return Draft(
        kind=Kind(document.kind),
        number=document.number,
        day=document.date,
        version=next_label(old, major=major),
        deal=lock_deal(work, document.deal_id),
        seller=document.legal_entity,
        owner=work.get(User, actor.id),
        basis=_basis(work, document),
        filled=_filled(kept) | dict(filled),
        wish=_wish(old, kept),
    )


def _basis(work: Work, document: Document) -> Document | None:
    link = select(DocumentLink.to_id).where(
        DocumentLink.from_id == document.id, DocumentLink.relation == "basis"
    )
    basis_id = work.session.scalar(link)
    return work.get(Document, basis_id) if basis_id else None


def next_label(old: DocumentVersion, *, major: bool) -> str:
    """Return the MAJOR.MINOR of the version after `old`, which is the newest."""
    return f"{old.major + 1}.0" if major else f"{old.major}.{old.minor + 1}"


def _filled(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed by hand for the old version, so that a new one does not ask again."""
    return {str(path): str(value) for path, value in (facts.get("filled") or {}).items()}


def _wish(old: DocumentVersion, facts: Mapping[str, Any]) -> Wish:
    """Return what the old version was made of: its template, while that is in use, and its blocks."""
    template = old.template_version.template
    blocks = (facts.get("wish") or {}).get("blocks") or ()
    return Wish(template_id=template.id if template.current else None, blocks=tuple(blocks))
