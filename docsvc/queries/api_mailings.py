"""Mailings as the REST API answers them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from docsvc.queries.mailing import Reached, mailing_view
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class MailedAnswer:
    """One person of a mailing: how far they are, and the copy that is theirs."""

    position: int
    name: str
    email: str
    organisation: str
    reached: Reached
    reason: str
    document_id: str | None
    number: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class MailingAnswer:
    """A mailing whole; `made` of its people were dealt with, `moving` while copies are being made."""

    id: str
    document_id: str
    created_at: dt.datetime
    stopped_at: dt.datetime | None
    moving: bool
    made: int
    people: tuple[MailedAnswer, ...]


def mailing_answer(session: Session, actor: Actor, mailing_id: str) -> MailingAnswer:
    """Return a mailing; raise `NotFound`, or `Forbidden` unless the actor may send its document."""
    view = mailing_view(session, actor, mailing_id)
    return MailingAnswer(
        id=view.id,
        document_id=view.document_id,
        created_at=view.created_at,
        stopped_at=view.stopped_at,
        moving=view.moving,
        made=view.made,
        people=tuple(
            MailedAnswer(
                position=row.position,
                name=row.name,
                email=row.email,
                organisation=row.organisation,
                reached=row.reached,
                reason=row.reason,
                document_id=row.document_id,
                number=row.number,
                at=row.at,
            )
            for row in view.rows
        ),
    )
