"""Which stages a MINOR version need not go through again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Approval, ApprovalStage, Document, DocumentVersion, StageState
from docsvc.queries.approval_facts import discount_given
from docsvc.queries.facts_of import facts_of
from docsvc.queries.routes import Choice
from storage import Blobs
from templates.condition import look_up

DECISIVE = ("document.amount", "deal.amount", "deal.currency", "deal.discount")
"""Terms that a MINOR version may not change without being decided on anew."""


def kept_stages(session: Session, blobs: Blobs, document: Document, choice: Choice) -> dict[int, str]:
    """Return positions of stages that stay passed, with the version in which each was decided.

    Only where the route says so, the version is a MINOR one after the version approved before, that went by
    the same version of the route, and the terms that decisions hang on are the same: 15 % that were approved
    are no word on 90 %.
    """
    if not choice.route.keep_on_minor:
        return {}
    before = _former(session, document)
    if before is None or before.route_id != choice.row.id:
        return {}
    version = session.get_one(DocumentVersion, before.version_id)
    if version.major != document.version.major or _terms(blobs, version) != _terms(blobs, document.version):
        return {}
    return {
        stage.position: version.label if stage.tasks else _origin(session, stage) or version.label
        for stage in _stages(session, before)
        if stage.state == StageState.PASSED.value
    }


def decided_before(session: Session, stage: ApprovalStage) -> ApprovalStage | None:
    """Return the stage of a former version, with its seats, from which this one was kept."""
    former = (
        select(ApprovalStage)
        .join(DocumentVersion, DocumentVersion.id == ApprovalStage.version_id)
        .where(
            ApprovalStage.document_id == stage.document_id,
            ApprovalStage.route_id == stage.route_id,
            ApprovalStage.position == stage.position,
            ApprovalStage.state == StageState.PASSED.value,
            ApprovalStage.tasks.any(),
        )
        .order_by(DocumentVersion.major.desc(), DocumentVersion.minor.desc(), ApprovalStage.round.desc())
    )
    return session.scalars(former.limit(1)).one_or_none()


def _terms(blobs: Blobs, version: DocumentVersion) -> dict[str, str]:
    """Return what routes ask about in the Facts of a version."""
    facts = facts_of(blobs, version)
    found = {path: look_up(facts, path) for path in DECISIVE} | {
        "deal.discount": discount_given(facts["deal"])
    }
    return {path: "" if value is None else str(value) for path, value in found.items()}


def _former(session: Session, document: Document) -> Approval | None:
    """Return the last round of the newest version before this one that had any."""
    rounds = (
        select(Approval)
        .join(DocumentVersion, DocumentVersion.id == Approval.version_id)
        .where(Approval.document_id == document.id, Approval.version_id != document.version.id)
        .order_by(DocumentVersion.major.desc(), DocumentVersion.minor.desc(), Approval.round.desc())
    )
    return session.scalars(rounds.limit(1)).one_or_none()


def _stages(session: Session, approval: Approval) -> tuple[ApprovalStage, ...]:
    found = select(ApprovalStage).where(
        ApprovalStage.version_id == approval.version_id, ApprovalStage.round == approval.round
    )
    return tuple(session.scalars(found))


def _origin(session: Session, stage: ApprovalStage) -> str | None:
    """Return the version in which a stage that was itself kept had been decided."""
    decided = decided_before(session, stage)
    return session.get_one(DocumentVersion, decided.version_id).label if decided else None
