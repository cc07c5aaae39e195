"""The facts of a document that is only tried: a real deal under a number that is nobody's."""

from typing import Any

from sqlalchemy import select

from docsvc.actions.draft import Draft, completed, default_seller
from docsvc.actions.freeze_blocks import freeze_blocks
from docsvc.errors import SetupIncomplete
from docsvc.errors.phrase import Phrase
from docsvc.model import DEAD, Deal, Document, Kind, Trial, User
from docsvc.queries.numbering import numbering_of
from docsvc.queries.sources import source_at
from docsvc.work import Work

NOBODYS = 0
"""Stands where the number will: a trial takes none."""


def trial_facts(work: Work, trial: Trial, deal_id: str) -> dict[str, Any]:
    """Return the facts of a deal as a document of the tried template would have them.

    Raises `NotFound`, `SetupIncomplete`, and `BadInput` for a deal that cannot become facts.
    """
    deal = work.get(Deal, deal_id)
    owner = deal.owner or work.session.get(User, trial.author_id or "")
    if owner is None:
        raise SetupIncomplete(what=Phrase("ответственного по сделке"))
    kind = Kind(trial.version.template.kind)
    draft = Draft(
        kind=kind,
        number=numbering_of(work.session, kind).write(NOBODYS, work.today),
        day=work.today,
        version="1.0",
        deal=deal,
        seller=default_seller(work),
        owner=owner,
        basis=_basis(work, deal),
    )
    facts = completed(draft.tree(), today=work.today)
    facts["blocks"] = freeze_blocks(work, source_at(work.blobs, trial.source_blob), ())
    return facts


def _basis(work: Work, deal: Deal) -> Document | None:
    """Return the newest living contract of the deal, on which acts and invoices would rest."""
    dead = [state.value for state in DEAD]
    contracts = select(Document).where(
        Document.deal_id == deal.id, Document.kind == Kind.CONTRACT.value, Document.state.not_in(dead)
    )
    return work.session.scalars(contracts.order_by(Document.id.desc())).first()
