"""A version whose content is a finished PDF: its facts say whose and how much, nothing is rendered."""

import hashlib
from typing import Any

from docsvc.actions.add_version import Facts, add_version
from docsvc.actions.draft import completed
from docsvc.actions.no_template import no_template
from docsvc.model import Deal, Document, DocumentVersion, LegalEntity, Origin, RenderState, User
from docsvc.model.incoming import Incoming
from docsvc.model.upload_input import UploadInput
from docsvc.queries.facts_tree import facts_tree
from docsvc.work import Work


def pdf_facts(
    deal: Deal,
    upload: UploadInput,
    *,
    heading: dict[str, Any],
    seller: LegalEntity,
    owner: User,
    incoming: Incoming,
) -> Facts:
    """Complete the facts of an uploaded PDF; its sum is what was said, else the deal's.

    Raises `BadInput`.
    """
    day = upload.date or deal.date
    tree = facts_tree(deal, seller=seller, manager=owner, document=heading, basis=None, today=day)
    tree["upload"] = {
        "received": upload.received,
        "changes": [change.value for change in incoming.changes],
        "said": upload.model_dump(mode="json", exclude={"comment", "deal_id"}),
    }
    facts = completed(tree, today=day)
    facts["document"]["amount"] = f"{upload.amount:.2f}" if upload.amount is not None else None
    return facts


def add_pdf_version(
    work: Work,
    document: Document,
    label: str,
    *,
    author: User,
    facts: Facts,
    incoming: Incoming,
    origin: Origin,
) -> DocumentVersion:
    """Add the PDF as the current version, finished; places to sign are put on it by hand."""
    version = add_version(
        work, document, label, author=author, template=no_template(work), facts=facts, finished=True
    )
    version.origin = origin.value
    version.rendered_blob = work.blobs.put(document.id, incoming.pdf)
    version.rendered_sha256 = hashlib.sha256(incoming.pdf).hexdigest()
    version.pages = incoming.pages
    version.render_state = RenderState.DONE.value
    return version
