"""The figures as the REST API answers them: these values are its response schemas. Times are in seconds."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import BadInput
from docsvc.model import Department, Kind, Role
from docsvc.model.figures import TARGETS, CycleTime, Share
from docsvc.queries.figures import Figures
from docsvc.queries.figures_time import TimeRow


@dataclass(frozen=True, slots=True)
class ShareAnswer:
    """`part` of `whole`; the target is to be over `target` percent, or under it. Null of nothing."""

    percent: Decimal | None
    part: int
    whole: int
    target: int
    below: bool
    kept: bool | None


@dataclass(frozen=True, slots=True)
class CycleAnswer:
    """How long `count` things took, in seconds: as time passes, and in working time."""

    count: int
    median: int
    p90: int
    business_median: int
    business_p90: int


@dataclass(frozen=True, slots=True)
class TimeAnswer:
    """How long one route, stage or person took; `about` is the route of a stage, the position of a person."""

    name: str
    about: str
    time: CycleAnswer


@dataclass(frozen=True, slots=True)
class WeekAnswer:
    """Rounds that began, and that ended by a verdict, in the week from `monday`."""

    monday: dt.date
    started: int
    finished: int


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """A place of the text that returns were about."""

    quote: str
    count: int


@dataclass(frozen=True, slots=True)
class ReturnsAnswer:
    """How many of a template's rounds came back."""

    template: str
    returned: int
    rounds: int
    clauses: tuple[ClauseAnswer, ...]


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    """What waits now at one stage for one person or role, and the document that has waited longest."""

    stage: str
    person: str
    role: Role | None
    count: int
    overdue: int
    since: dt.datetime
    document_id: str
    kind: Kind
    number: str


@dataclass(frozen=True, slots=True)
class FiguresAnswer:
    """The figures of a period: days `since` through `until` where the organisation is."""

    since: dt.date
    until: dt.date
    overall: CycleAnswer | None
    routes: tuple[TimeAnswer, ...]
    stages: tuple[TimeAnswer, ...]
    people: tuple[TimeAnswer, ...]
    weeks: tuple[WeekAnswer, ...]
    sla_kept: ShareAnswer
    first_time_right: ShareAnswer
    escalated: ShareAnswer
    returns: tuple[ReturnsAnswer, ...]
    waiting_documents: int
    waiting_overdue: int
    waiting: tuple[WaitingAnswer, ...]


def figures_answer(found: Figures) -> FiguresAnswer:
    """Return the figures as programs read them."""
    times, waiting = found.times, found.waiting
    return FiguresAnswer(
        since=found.chosen.since,
        until=found.chosen.until,
        overall=_cycle(times.overall) if times.overall else None,
        routes=tuple(map(_time, times.routes)),
        stages=tuple(map(_time, times.stages)),
        people=tuple(map(_time, times.people)),
        weeks=tuple(WeekAnswer(week.monday, week.started, week.finished) for week in found.weeks),
        sla_kept=_share(found.sla),
        first_time_right=_share(found.first_time),
        escalated=_share(found.escalated),
        returns=_returns(found),
        waiting_documents=waiting.documents,
        waiting_overdue=waiting.overdue,
        waiting=_waiting(found),
    )


def department_named(session: Session, name: str) -> str:
    """Return the id of a department, empty for no name; raise `BadInput` for an unknown one."""
    if not name:
        return ""
    found = session.scalar(select(Department.id).where(Department.name == name))
    if found is None:
        raise BadInput([("department", "такого отдела нет")])
    return found


def _share(share: Share) -> ShareAnswer:
    target = TARGETS[share.metric]
    return ShareAnswer(share.percent, share.part, share.whole, target.percent, target.below, share.kept)


def _cycle(time: CycleTime) -> CycleAnswer:
    elapsed, business = time.elapsed, time.business
    return CycleAnswer(time.count, elapsed.median, elapsed.p90, business.median, business.p90)


def _time(row: TimeRow) -> TimeAnswer:
    return TimeAnswer(row.name, row.about, _cycle(row.time))


def _returns(found: Figures) -> tuple[ReturnsAnswer, ...]:
    return tuple(
        ReturnsAnswer(
            template=row.title,
            returned=row.returned,
            rounds=row.rounds,
            clauses=tuple(ClauseAnswer(clause.quote, clause.count) for clause in row.clauses),
        )
        for row in found.returns
    )


def _waiting(found: Figures) -> tuple[WaitingAnswer, ...]:
    return tuple(
        WaitingAnswer(
            stage=row.stage,
            person=row.person,
            role=row.role,
            count=row.count,
            overdue=row.overdue,
            since=row.since,
            document_id=row.document_id,
            kind=row.kind,
            number=row.number,
        )
        for row in found.waiting.rows
    )
