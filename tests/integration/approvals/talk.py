"""A contract whose PDF is taken for made, and a CRM that changes its deal."""

import json
from collections.abc import Mapping
from typing import Any

from docsvc.actions.create_document import create_document
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model import ApprovalTask, Document, Kind, RenderState
from docsvc.model.deal_input import read_deal
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation

PDF_HASH = "5e" * 32

BOX = [56.0, 90.0, 256.0, 150.0]


def tell(installation: Installation, number: str, changes: Mapping[str, Any] | None = None) -> str:
    """Send a deal as the CRM would, with `changes` by section; return its id."""
    tree: dict[str, Any] = json.loads(json.dumps(DEAL)) | {"external_id": number, "number": number}
    tree["company"]["external_id"] = f"client-{number}"
    for name, value in (changes or {}).items():
        tree[name] = tree[name] | value if isinstance(value, Mapping) else value
    with installation.tools.work() as work:
        deal = read_deal(json.dumps(tree, ensure_ascii=False).encode())
        return upsert_deal(work, deal, actor=installation.people["manager"]).id


def contract(installation: Installation, deal_id: str, kind: Kind = Kind.CONTRACT) -> str:
    """Make a document whose PDF needs no waiting for: what is decided on is its hash."""
    with installation.tools.work() as work:
        document_id = create_document(work, deal_id, actor=installation.people["manager"], kind=kind)
    laid_out(installation, document_id)
    return document_id


def laid_out(installation: Installation, document_id: str) -> None:
    with installation.tools.work() as work:
        version = work.document(document_id).version
        version.render_state, version.rendered_sha256 = RenderState.DONE.value, PDF_HASH
        version.rendered_blob = work.blobs.put(document_id, b"%PDF-1.7")
        version.pages = 7
        version.places = [{"party": party, "page": 0, "box": BOX} for party in ("seller", "client")]


def row(installation: Installation, document_id: str) -> Document:
    with installation.tools.read() as session:
        document = session.get_one(Document, document_id)
        assert document.version
        return document


def open_tasks(installation: Installation, document_id: str) -> int:
    with installation.tools.read() as session:
        return session.query(ApprovalTask).filter_by(document_id=document_id, open=True).count()
