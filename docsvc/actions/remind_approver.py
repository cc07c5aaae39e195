"""Remind those who have not decided yet, when somebody asks for it."""

from datetime import timedelta

from sqlalchemy import select

from docsvc.actions.initiator import steer
from docsvc.actions.stages import stages_of, told
from docsvc.errors import TooManyAttempts
from docsvc.mail.post import post_to_user
from docsvc.model import Document, Mail
from docsvc.work import Actor, Work

LETTER = "approval_reminder"
NOT_OFTENER = timedelta(hours=1)


def remind_approver(work: Work, document_id: str, *, actor: Actor) -> None:
    """Write to everybody whose decision is awaited; at most once an hour a document.

    Raises what steering an approval raises, and `TooManyAttempts`.
    """
    document, _ = steer(work, document_id, actor=actor, reason=LETTER)
    _refuse_nagging(work, document)
    for stage in stages_of(work, document):
        for task in (each for each in stage.seats if each.open and each.decision is None):
            people = told(work, document, task)
            for user in people:
                post_to_user(work, LETTER, user, document=document, task=task.id)
            work.record(
                document,
                "approval.reminded",
                actor,
                stage=stage.name,
                task=task.id,
                to=[user.id for user in people],
                private={"to": [user.name for user in people]},
            )


def _refuse_nagging(work: Work, document: Document) -> None:
    since = work.now - NOT_OFTENER
    found = select(Mail.created_at).where(
        Mail.document_id == document.id, Mail.template == LETTER, Mail.created_at > since
    )
    last = work.session.scalars(found.order_by(Mail.created_at.desc()).limit(1)).one_or_none()
    if last is not None:
        raise TooManyAttempts(minutes=1 + int((last - since).total_seconds() // 60))
