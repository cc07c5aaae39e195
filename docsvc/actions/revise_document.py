"""Make a new version of a document: decisions and signatures name the old hash and no longer count."""

import json
from collections.abc import Mapping

from sqlalchemy import select

from docsvc.access import Right, allow
from docsvc.actions.create_document import NOTHING
from docsvc.actions.draft import Draft, add_version, current_template, lock_deal
from docsvc.errors import CommentRequired
from docsvc.model import Document, DocumentLink, Kind, Move, State, User
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

    The document keeps its number and date. Raises `CommentRequired`: a version says what changed and why.
    """
    document = work.document(document_id)
    allow(actor, Right.EDIT, document)
    if not comment.strip():
        raise CommentRequired
    if document.state != State.DRAFT.value:
        document.move(Move.REVISE)
    old = document.version
    label = f"{old.major + 1}.0" if major else f"{old.major}.{old.minor + 1}"
    draft = Draft(
        kind=Kind(document.kind),
        number=document.number,
        day=document.date,
        version=label,
        template=current_template(work, Kind(document.kind)),
        deal=lock_deal(work, document.deal_id),
        seller=document.legal_entity,
        owner=work.get(User, actor.id),
        basis=_basis(work, document),
        filled=_kept(work, old.facts_blob) | dict(filled),
    )
    facts = draft.facts(work)
    version = add_version(work, document, draft, facts, comment=comment.strip())
    work.record(
        document,
        "document.revised",
        actor,
        version=version.label,
        facts_sha256=version.facts_sha256,
        private={"comment": comment.strip()},
    )
    return version.id


def _basis(work: Work, document: Document) -> Document | None:
    link = select(DocumentLink.to_id).where(
        DocumentLink.from_id == document.id, DocumentLink.relation == "basis"
    )
    basis_id = work.session.scalar(link)
    return work.get(Document, basis_id) if basis_id else None


def _kept(work: Work, facts_blob: str) -> dict[str, str]:
    """Return what was typed by hand for the old version, so that a new one does not ask again."""
    filled = json.loads(work.blobs.get(facts_blob)).get("filled") or {}
    return {str(path): str(value) for path, value in filled.items()}
