"""The approval of a document as the REST API answers it: these values are its response schemas."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import NotFound
from docsvc.model import ApprovalState, RemarkKind, Role, StageState, User, Verdict
from docsvc.queries.approvals import ApprovalView, StageRow, TaskRow, approval_view, stages
from docsvc.queries.document import load_visible
from docsvc.queries.files import sees_only_signed
from docsvc.queries.remarks import RemarkRow, remarks
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """One approver's part; `answer` is the initiator's to the conditions."""

    name: str
    role: Role | None
    open: bool
    due_at: dt.datetime | None
    verdict: Verdict | None
    comment: str
    conditions: str
    answer: str
    at: dt.datetime | None
    on_behalf_of: str


@dataclass(frozen=True, slots=True)
class StageAnswer:
    """One stage: it passes with `needed` approvals; `note` tells why it was skipped or kept."""

    name: str
    state: StageState
    needed: int
    given: int
    note: str
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None
    seats: tuple[SeatAnswer, ...]


@dataclass(frozen=True, slots=True)
class AnswerAnswer:
    """An answer to a question."""

    id: str
    author: str
    text: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class RemarkAnswer:
    """A question or a comment; `page` (from 1) and `quote` point to the PDF of `version`."""

    id: str
    kind: RemarkKind
    author: str
    to: str
    text: str
    page: int | None
    quote: str
    version: str
    at: dt.datetime
    answers: tuple[AnswerAnswer, ...]


@dataclass(frozen=True, slots=True)
class ApprovalAnswer:
    """The last round of approval; before the first there are only remarks, and `state` is null."""

    state: ApprovalState | None
    round: int
    route: str
    route_number: int
    initiator: str
    justification: str
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    stages: tuple[StageAnswer, ...]
    remarks: tuple[RemarkAnswer, ...]


def approval_answer(session: Session, actor: Actor, document_id: str) -> ApprovalAnswer:
    """Return how the approval of a document stands and what was said.

    Raises `NotFound` where there is none that the actor may see, or they see it only because it is signed.
    """
    document = load_visible(session, actor, document_id)
    if document.trashed_at is not None or sees_only_signed(actor, document):
        raise NotFound
    return _answer(
        approval_view(session, document_id), stages(session, document_id), remarks(session, document_id)
    )


def remark_answer(session: Session, document_id: str, remark_id: str) -> RemarkAnswer:
    """Return one remark; raise `NotFound`."""
    found = next((each for each in remarks(session, document_id) if each.id == remark_id), None)
    if found is None:
        raise NotFound
    return _remark(found)


def person_id(session: Session, email: str) -> str:
    """Return the id of somebody who works here by their e-mail, or nothing."""
    return session.scalar(select(User.id).where(User.email == email.casefold(), User.active)) or ""


def _answer(
    view: ApprovalView | None, rows: tuple[StageRow, ...], said: tuple[RemarkRow, ...]
) -> ApprovalAnswer:
    return ApprovalAnswer(
        state=view.state if view else None,
        round=view.round if view else 0,
        route=view.route if view else "",
        route_number=view.route_number if view else 0,
        initiator=view.initiator if view else "",
        justification=view.justification if view else "",
        started_at=view.started_at if view else None,
        ended_at=view.ended_at if view else None,
        stages=tuple(map(_stage, rows)),
        remarks=tuple(map(_remark, said)),
    )


def _stage(row: StageRow) -> StageAnswer:
    return StageAnswer(
        name=row.name,
        state=row.state,
        needed=row.needed,
        given=row.given,
        note=row.note,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        seats=tuple(map(_seat, row.tasks)),
    )


def _seat(row: TaskRow) -> SeatAnswer:
    return SeatAnswer(
        name=row.name,
        role=row.role,
        open=row.open,
        due_at=row.due_at,
        verdict=row.verdict,
        comment=row.comment,
        conditions=row.conditions,
        answer=row.answer,
        at=row.at,
        on_behalf_of=row.on_behalf_of,
    )


def _remark(row: RemarkRow) -> RemarkAnswer:
    return RemarkAnswer(
        id=row.id,
        kind=row.kind,
        author=row.author,
        to=row.to,
        text=row.text,
        page=row.page,
        quote=row.quote,
        version=row.version,
        at=row.at,
        answers=tuple(AnswerAnswer(each.id, each.author, each.text, each.at) for each in row.answers),
    )
