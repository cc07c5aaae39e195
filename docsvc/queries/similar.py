"""What was decided before on documents like this one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from docsvc.access import Right, Scope, visible
from docsvc.model import Decision, Document, Kind, Verdict
from docsvc.work import Actor

MOST = 10
NEAR = 30
"""How many percent an amount may differ from another that it is compared with."""


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """One decision; `same_company` tells whether it was about the same client, else the amount was near."""

    document_id: str
    kind: Kind
    number: str
    company: str
    amount_minor: int
    currency: str
    same_company: bool
    who: str
    verdict: Verdict
    comment: str
    at: datetime


def similar_decisions(session: Session, actor: Actor, document: Document) -> tuple[SimilarRow, ...]:
    """Return the last decisions on documents of the same kind, of this client or of about this amount.

    Only on documents whose approval the actor may read about.
    """
    company = _same_company(document)
    found = (
        select(Decision, Document, company)
        .join(Document, Document.id == Decision.document_id)
        .where(
            Document.kind == document.kind,
            Document.id != document.id,
            Document.trashed_at.is_(None),
            or_(company, _near_amount(document)),
            visible(actor, Right.VIEW, beside=Scope.SIGNED),
        )
        .order_by(Decision.at.desc(), Decision.id.desc())
        .limit(MOST)
    )
    return tuple(
        _row(decision, other, same=same) for decision, other, same in session.execute(found).unique()
    )


def _same_company(document: Document) -> ColumnElement[bool]:
    if document.company_inn:
        return Document.company_inn == document.company_inn
    return Document.company_name == document.company_name


def _near_amount(document: Document) -> ColumnElement[bool]:
    """Compare in whole minor units, both ends belonging to what is near."""
    least = document.amount_minor * (100 - NEAR) // 100
    most = document.amount_minor * (100 + NEAR) // 100
    return and_(
        Document.currency == document.currency,
        Document.amount_minor > 0,
        Document.amount_minor.between(least, most),
    )


def _row(decision: Decision, document: Document, *, same: bool) -> SimilarRow:
    return SimilarRow(
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        company=document.company_name,
        amount_minor=document.amount_minor,
        currency=document.currency,
        same_company=bool(same),
        who=decision.user.name,
        verdict=Verdict(decision.verdict),
        comment=decision.comment or decision.conditions,
        at=decision.at,
    )
