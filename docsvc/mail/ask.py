"""What a letter about a decision says beside the document: who asks, why, and till when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Approval, ApprovalRoute, ApprovalTask, Mail, User
from signing.claims import Claim, write_claim

LINK_LASTS: Final = timedelta(days=7)
"""From the opening of the task: whoever finds an old letter decides nothing with it."""
PURPOSE: Final = "approval-link"
DECIDED_BY_LINK: Final = frozenset(
    {
        "approval_asked",
        "approval_reminder",
        "approval_handed_over",
        "approval_delegated",
        "approval_resumed",
    }
)
"""Letters to whoever decides: they carry the personal link, where the route lets them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A task as a letter tells of it; `claim` is what its link is made of, None where it carries none.

    `taken_from` is whom the reader decides for, `zone` theirs (None for the organisation's).
    """

    task_id: str
    stage: str
    initiator: str
    initiator_email: str
    justification: str
    taken_from: str
    criteria: int
    opened_at: datetime | None
    due_at: datetime | None
    overdue: bool
    zone: ZoneInfo | None
    claim: Claim | None


def read_ask(session: Session, mail: Mail) -> Ask | None:
    """Return the task that a message speaks of, as it is now; None where it speaks of none."""
    task = session.get(ApprovalTask, str(mail.params.get("task", "")))
    if task is None:
        return None
    reader = session.scalars(select(User).where(User.email == mail.to_email)).unique().one_or_none()
    approval = session.scalars(
        select(Approval).filter_by(version_id=task.stage.version_id, round=task.stage.round)
    ).one_or_none()
    return Ask(
        task_id=task.id,
        stage=task.stage.name,
        initiator=approval.initiator.name if approval else "",
        initiator_email=approval.initiator.email if approval else "",
        justification=approval.justification if approval else "",
        taken_from=_taken_from(task, reader),
        criteria=len(task.stage.rules.get("checklist", ())),
        opened_at=opened_at(task),
        due_at=task.due_at,
        overdue=task.due_at is not None and task.due_at <= mail.created_at,
        zone=ZoneInfo(reader.timezone) if reader and reader.timezone else None,
        claim=_claim(session, task, mail, reader),
    )


def opened_at(task: ApprovalTask) -> datetime | None:
    """Return when a task was opened; one that is older than that column, with its stage."""
    return task.opened_at or task.stage.opened_at


def decided_by_mail(session: Session, task: ApprovalTask) -> bool:
    """Tell whether the task's route lets people decide by the link of a letter."""
    terms = session.get_one(ApprovalRoute, task.stage.route_id).terms
    return bool(terms.get("from_mail", True))


def link_token(key: bytes, claim: Claim) -> str:
    """Write the token of a link by which one person decides on one task."""
    return write_claim(key, claim, purpose=PURPOSE)


def _claim(session: Session, task: ApprovalTask, mail: Mail, reader: User | None) -> Claim | None:
    """Name what the letter's link opens; none is written that would be refused when it is followed."""
    opened = opened_at(task)
    if mail.template not in DECIDED_BY_LINK or reader is None or opened is None:
        return None
    if not decided_by_mail(session, task) or mail.created_at >= opened + LINK_LASTS:
        return None
    return Claim(task.id, reader.id, int(opened.timestamp()))


def _taken_from(task: ApprovalTask, reader: User | None) -> str:
    """Return whom the reader decides for: the person who sat here before, or who is away."""
    if task.instead_of is not None:
        return task.instead_of.name
    if task.user is not None and reader is not None and task.user.id != reader.id:
        return task.user.name
    return ""
