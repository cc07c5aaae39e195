"""How long approvals take: by route, by stage, by person.

A median cannot be summed, nor can working time in SQL: the spans of the period come as pairs of figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from docsvc.model import (
    Approval,
    ApprovalRoute,
    ApprovalStage,
    ApprovalTask,
    Decision,
    Document,
    StageState,
    User,
)
from docsvc.model.calendar import BusinessCalendar
from docsvc.model.figures import CycleTime, WorkedTime, spread
from docsvc.queries.figures_filter import VERDICTS, Counted, Epoch

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """How long something took; `about` is the route of a stage, the position of a person."""

    id: str
    name: str
    about: str
    time: CycleTime


@dataclass(frozen=True, slots=True)
class Times:
    """How long approvals took: all of them (None of none), each route, stage and person; the most first."""

    overall: CycleTime | None
    routes: tuple[TimeRow, ...]
    stages: tuple[TimeRow, ...]
    people: tuple[TimeRow, ...]


def times(session: Session, counted: Counted, calendar: BusinessCalendar, titles: dict[str, str]) -> Times:
    """Return the cycle times of the period; `titles` name routes by their codes."""
    routes = _grouped(session, _rounds(counted))
    stages = _grouped(session, _stages(counted))
    people = {
        _person(session, who): spans for (who,), spans in _grouped(session, _decisions(counted)).items()
    }
    every = [span for spans in routes.values() for span in spans]
    worked = _worked(calendar, every, stages.values())
    zones = {zone: _worked(calendar.at(zone), (), people.values()) for *_who, zone in people}
    return Times(
        overall=_time(every, worked) if every else None,
        routes=_most_first(
            TimeRow(code, titles.get(code, code), "", _time(spans, worked))
            for (code,), spans in routes.items()
        ),
        stages=_most_first(
            TimeRow(f"{code}:{name}", name, titles.get(code, code), _time(spans, worked))
            for (code, name), spans in stages.items()
        ),
        people=_most_first(
            TimeRow(user_id, name, position, _time(spans, zones[zone]))
            for (user_id, name, position, zone), spans in people.items()
        ),
    )


def _rounds(counted: Counted) -> Select[str, int, int]:
    return (
        select(ApprovalRoute.code, Epoch(Approval.started_at), Epoch(Approval.ended_at))
        .join(Document, Document.id == Approval.document_id)
        .join(ApprovalRoute, ApprovalRoute.id == Approval.route_id)
        .where(counted.ended())
    )


def _stages(counted: Counted) -> Select[str, str, int, int]:
    return (
        select(
            ApprovalRoute.code,
            ApprovalStage.name,
            Epoch(ApprovalStage.opened_at),
            Epoch(ApprovalStage.closed_at),
        )
        .join(Document, Document.id == ApprovalStage.document_id)
        .join(ApprovalRoute, ApprovalRoute.id == ApprovalStage.route_id)
        .outerjoin(Approval, of_round())
        .where(
            counted.within(ApprovalStage.closed_at),
            ApprovalStage.opened_at.is_not(None),
            or_(ApprovalStage.state == StageState.PASSED.value, Approval.state.in_(VERDICTS)),
            counted.documents(ApprovalStage.route_id),
        )
    )


def _decisions(counted: Counted) -> Select[str, int, int]:
    return (
        select(Decision.user_id, Epoch(ApprovalTask.opened_at), Epoch(Decision.at))
        .select_from(Decision)
        .join(ApprovalTask, ApprovalTask.id == Decision.task_id)
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .join(Document, Document.id == Decision.document_id)
        .where(
            counted.within(Decision.at),
            ApprovalTask.opened_at.is_not(None),
            counted.documents(ApprovalStage.route_id),
        )
    )


def of_round() -> ColumnElement[bool]:
    """Return the condition that joins a stage to its round."""
    return and_(Approval.version_id == ApprovalStage.version_id, Approval.round == ApprovalStage.round)


def _grouped(session: Session, spans: Select[*tuple[Any, ...]]) -> dict[tuple[str, ...], list[Span]]:
    """Return the spans, the last two columns, by what stands before them.

    Read from the connection: what comes has no objects to be made of, and there are tens of thousands.
    """
    found: dict[tuple[str, ...], list[Span]] = {}
    for row in session.connection().execute(spans):
        found.setdefault(row[:-2], []).append(row[-2:])
    return found


def _person(session: Session, user_id: str) -> tuple[str, str, str, str]:
    user = session.get_one(User, user_id)
    return user.id, user.name, user.position, user.timezone


def _worked(calendar: BusinessCalendar, spans: Sequence[Span], more: Iterable[Sequence[Span]]) -> WorkedTime:
    every = [*spans, *(span for group in more for span in group)]
    first = min((start for start, _ in every), default=0)
    return WorkedTime(calendar, first, max((end for _, end in every), default=first))


def _time(spans: Sequence[Span], worked: WorkedTime) -> CycleTime:
    return CycleTime(
        count=len(spans),
        elapsed=spread([end - start for start, end in spans]),
        business=spread([worked.between(start, end) for start, end in spans]),
    )


def _most_first(rows: Iterable[TimeRow]) -> tuple[TimeRow, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.time.count, row.about, row.name)))
