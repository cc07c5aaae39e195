"""Conditions on which a document was approved and that nobody has answered yet."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ApprovalStage, ApprovalTask, Decision, Document, StageState, Verdict
from docsvc.queries.kept_stages import decided_before


def open_conditions(session: Session, document: Document) -> tuple[Decision, ...]:
    """Return the decisions of the current version's last round whose conditions await an answer.

    Decisions of former versions count where the route kept their stages; those that were replaced do not.
    """
    return tuple(
        task.decision
        for stage in _last_round(session, document)
        for task in _seats(session, stage)
        if task.decision is not None
        and task.decision.verdict == Verdict.CONDITIONS.value
        and task.decision.answered_at is None
    )


def _last_round(session: Session, document: Document) -> Iterator[ApprovalStage]:
    rows = session.scalars(
        select(ApprovalStage)
        .where(ApprovalStage.version_id == document.current_version_id)
        .order_by(ApprovalStage.round.desc(), ApprovalStage.position)
    ).all()
    return (row for row in rows if row.round == rows[0].round)


def _seats(session: Session, stage: ApprovalStage) -> tuple[ApprovalTask, ...]:
    """Return the seats that passed a stage: those of a former version where it was kept from there."""
    if stage.tasks or stage.state != StageState.PASSED.value:
        return stage.seats
    decided = decided_before(session, stage)
    return decided.seats if decided else ()
