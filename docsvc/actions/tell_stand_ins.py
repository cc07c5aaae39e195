"""Telling those who stand in for an absent person what waits for them already."""

from sqlalchemy import select

from docsvc.actions.stages import told
from docsvc.mail.post import post_to_user
from docsvc.model import Absence, ApprovalTask, Document, Mail
from docsvc.queries.superiors import asked
from docsvc.work import Work

LETTER = "approval_asked"


def tell_stand_ins(work: Work, document: Document, task: ApprovalTask, *, absence_id: str) -> None:
    """Write to everybody who stands in on a task, once an absence; nothing while it has not begun."""
    absence = work.session.get(Absence, absence_id)
    if absence is None or absence.cancelled_at is not None or not task.open:
        return
    if not absence.starts_at <= work.now < absence.ends_at:
        return
    themselves = {user.id for user in asked(work.session, task)}
    written = select(Mail.to_email).where(
        Mail.document_id == document.id, Mail.template == LETTER, Mail.created_at >= absence.starts_at
    )
    known = set(work.session.scalars(written))
    for user in told(work, document, task):
        if user.id not in themselves and user.email not in known:
            post_to_user(work, LETTER, user, document=document, stage=task.stage.name, task=task.id)
