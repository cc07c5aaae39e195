"""Who of those whose decision a document awaits is away, and who decides for them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ApprovalStage, ApprovalTask, Document, State, User
from docsvc.queries.deputies import deputies_of
from docsvc.queries.seats import barred, deciders, round_of


@dataclass(frozen=True, slots=True)
class AwayFrom:
    """Somebody who is awaited and away; no `deputies` where nobody decides for them."""

    name: str
    deputies: tuple[str, ...]


def away_from(session: Session, document: Document, *, now: datetime) -> tuple[AwayFrom, ...]:
    """Return whom a document awaits in vain, by name; of a role everybody, where all of them are away."""
    if document.state != State.IN_APPROVAL.value or not (absent := deputies_of(session, now)):
        return ()
    tasks = select(ApprovalTask).join(ApprovalStage).where(ApprovalTask.document_id == document.id)
    found: dict[str, AwayFrom] = {}
    for task in session.scalars(tasks.where(ApprovalTask.open, ~ApprovalTask.decision.has())).unique():
        not_them = barred(document, round_of(session, task.stage))
        people = deciders(session, task, barred=not_them)
        if all(user.id in absent for user in people):
            for user in people:
                deputies = [each for each in absent[user.id] if each not in not_them]
                found[user.id] = AwayFrom(user.name, _names(session, deputies))
    return tuple(sorted(found.values(), key=lambda each: each.name))


def _names(session: Session, ids: list[str]) -> tuple[str, ...]:
    named = select(User.name).where(User.id.in_(ids), User.active).order_by(User.name)
    return tuple(session.scalars(named)) if ids else ()
