"""The page behind the link of a letter: what a person has to know to decide, and what became of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from docsvc.errors import LinkInvalid, NotFound
from docsvc.model import Approval, Decision, Kind, StageState, State, User, Verdict
from docsvc.queries.approval_link import Seat, is_awaited, seat_by_session
from docsvc.queries.approvals import StageRow, stages
from docsvc.queries.attachments import AttachmentRow, attachments
from docsvc.queries.drift import DriftView, drift_view
from docsvc.queries.facts_of import facts_of
from docsvc.queries.inbox import Since, since_last_time
from docsvc.queries.key_terms import KeyTerms, key_terms
from docsvc.queries.own_seat import own_seat
from docsvc.queries.remarks import RemarkRow, remarks
from docsvc.queries.seats import round_of
from docsvc.queries.similar import SimilarRow, similar_decisions
from docsvc.queries.turns import Turn, turns
from storage import Blobs


class Standing(StrEnum):
    """What the page has to say."""

    ASKED = "asked"
    DECIDED = "decided"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Initiator:
    """Who asks, and how to reach them."""

    name: str
    position: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """What the person decided."""

    verdict: Verdict
    comment: str
    conditions: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is decided on; it is there only while the person is asked.

    `facts` is the frozen record that the template saw, `place` counts stages from 1 among those that apply,
    `before` are those with what was decided, `ahead` the names of those that come after, `since` what changed
    since the person last decided.
    """

    kind: Kind
    date: dt.date
    version: str
    company: str
    pages: int
    shown_sha256: str
    facts: Mapping[str, Any]
    terms: KeyTerms
    justification: str
    stage: str
    place: int
    of: int
    ahead: tuple[str, ...]
    due_at: dt.datetime | None
    overdue: bool
    checklist: tuple[str, ...]
    before: tuple[StageRow, ...]
    drift: DriftView
    since: Since | None
    remarks: tuple[RemarkRow, ...]
    attachments: tuple[AttachmentRow, ...]
    similar: tuple[SimilarRow, ...]


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """Everything that the page shows; whose decision it is when the person stands in for somebody."""

    task_id: str
    language: str
    organisation: str
    name: str
    on_behalf_of: str
    standing: Standing
    document_id: str
    kind: Kind
    number: str
    state: State
    initiator: Initiator
    own: OwnDecision | None
    turn: Turn
    sheet: Sheet | None


def approval_page(
    session: Session, token: str, *, task_id: str, key: bytes, blobs: Blobs, now: dt.datetime, today: dt.date
) -> ApprovalPage:
    """Return the page of a session at its task; raise `LinkInvalid` where there is none.

    `today` is the date where the organisation is.
    """
    seat = seat_by_session(session, token, task_id=task_id, key=key, now=now)
    asked = is_awaited(session, seat)
    own = None if asked else _own(seat)
    mine = own_seat(session, seat.actor, seat.document.id) if asked else None
    document, actor = seat.document, seat.actor
    approval = round_of(session, seat.task.stage)
    return ApprovalPage(
        task_id=task_id,
        language=actor.language,
        organisation=document.legal_entity.name,
        name=actor.name,
        on_behalf_of=mine.on_behalf_of if mine else "",
        standing=Standing.ASKED if asked else Standing.DECIDED if own else Standing.OVER,
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        state=State(document.state),
        initiator=_initiator(approval.initiator if approval else document.owner),
        own=own,
        turn=turns(session, [document])[document.id],
        sheet=_sheet(session, seat, approval, blobs=blobs, now=now, today=today) if asked else None,
    )


def reader_of(session: Session, token: str, *, task_id: str, key: bytes, now: dt.datetime) -> Seat:
    """Return the seat whose person may read the files of what they are asked about.

    Raises `LinkInvalid` without a session, `NotFound` when they are asked no more.
    """
    seat = seat_by_session(session, token, task_id=task_id, key=key, now=now)
    if not is_awaited(session, seat):
        raise NotFound
    return seat


def _sheet(
    session: Session,
    seat: Seat,
    approval: Approval | None,
    *,
    blobs: Blobs,
    now: dt.datetime,
    today: dt.date,
) -> Sheet:
    document, task = seat.document, seat.task
    version = document.version
    if task.stage.version_id != version.id:
        raise LinkInvalid
    rows = [row for row in stages(session, document.id) if row.state is not StageState.SKIPPED]
    return Sheet(
        kind=Kind(document.kind),
        date=document.date,
        version=version.label,
        company=document.company_name,
        pages=version.pages,
        shown_sha256=version.rendered_sha256 or "",
        facts=MappingProxyType(facts_of(blobs, version)),
        terms=key_terms(blobs, document),
        justification=approval.justification if approval else "",
        stage=task.stage.name,
        place=1 + sum(row.position < task.stage.position for row in rows),
        of=len(rows),
        ahead=tuple(row.name for row in rows if row.position > task.stage.position),
        due_at=task.due_at,
        overdue=task.due_at is not None and task.due_at <= now,
        checklist=tuple(task.stage.rules.get("checklist", ())),
        before=tuple(row for row in rows if any(each.verdict for each in row.tasks)),
        drift=drift_view(session, blobs, document, today=today),
        since=since_last_time(session, blobs, seat.actor, document_id=document.id),
        remarks=tuple(each for each in remarks(session, document.id) if each.current),
        attachments=attachments(session, document.id),
        similar=similar_decisions(session, seat.actor, document),
    )


def _initiator(user: User) -> Initiator:
    return Initiator(user.name, user.position, user.email, user.phone)


def _own(seat: Seat) -> OwnDecision | None:
    """Return the person's decision at this task, or the one they took in its stage instead."""
    found: list[Decision] = [
        task.decision
        for task in (seat.task, *seat.task.stage.tasks)
        if task.decision is not None and task.decision.user_id == seat.actor.id
    ]
    if not found:
        return None
    one = found[0]
    return OwnDecision(Verdict(one.verdict), one.comment, one.conditions, one.at)
