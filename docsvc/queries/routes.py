"""The rule table and which route a document takes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from docsvc.errors import NotFound
from docsvc.model import ApprovalRoute, RouteRule
from docsvc.model.route_answers import Answers
from docsvc.model.route_explained import Explained, explain
from docsvc.model.route_input import RouteInput, StageInput, is_code
from docsvc.model.route_people import Seat
from docsvc.model.route_seats import Requester, observers_of, seats_of
from docsvc.model.route_store import route_of
from docsvc.queries.facts_of import Facts
from docsvc.queries.route_people import people_of, rates


@dataclass(frozen=True, slots=True)
class RouteRow:
    """The current version of a route and its place; `versions` counts all of them."""

    route: RouteInput
    number: int
    position: int
    retired_at: datetime | None
    author: str
    note: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """The route that one document takes; lives inside of its transaction."""

    route: RouteInput
    row: ApprovalRoute
    answers: Answers
    requester: Requester

    def applies(self, stage: StageInput) -> bool:
        """Tell whether a stage is needed; raise `RouteUnclear` or `UnknownRate`."""
        return self.answers.holds(stage, stage.when)

    def because(self, stage: StageInput) -> str:
        """Return a stage's condition with what it saw: «deal.discount > 25 (deal.discount = 22)»."""
        return self.answers.because(stage.when)

    def seats(self, stage: StageInput) -> tuple[Seat, ...]:
        """Return who is asked at a stage; raise `NoApprover`, `RouteUnclear` or `UnknownRate`."""
        return seats_of(stage, self.answers, self.requester)

    def observers(self) -> tuple[str, ...]:
        """Return the ids of the people who are told how it goes."""
        return observers_of(self.route, self.answers, self.requester)

    @property
    def rates(self) -> dict[str, dict[str, str]]:
        """Return the exchange rates that the questions asked so far have needed."""
        return dict(self.answers.rates)


def choose_route(session: Session, facts: Facts, *, initiator_id: str, owner_id: str) -> Choice | None:
    """Return the first route of the table that applies; None: nobody has to approve.

    Raises `RuleUnclear` or `UnknownRate` where a rule before it cannot be told.
    """
    known = rates(session)
    for row in _current(session):
        route = route_of(row)
        answers = Answers(route, facts, known)
        if answers.rule():
            return Choice(route, row, answers, Requester(people_of(session), initiator_id, owner_id))
    return None


def explain_route(session: Session, facts: Facts, *, initiator_id: str, owner_id: str) -> Explained:
    """Tell which way a document would go, and why; nothing is decided or kept."""
    requester = Requester(people_of(session), initiator_id, owner_id)
    table = [route_of(row) for row in _current(session)]
    return explain(table, facts, rates=rates(session), requester=requester)


def routes(session: Session) -> tuple[RouteRow, ...]:
    """Return the current version of every route in the order of the table, the retired ones last."""
    rules = session.scalars(select(RouteRule)).all()
    order = sorted(rules, key=lambda rule: (rule.retired_at is not None, rule.position, rule.code))
    newest = {row.code: row for row in session.scalars(_newest())}
    return tuple(_row(newest[rule.code], rule) for rule in order if rule.code in newest)


def one_route(session: Session, code: str, number: int | None = None) -> RouteRow:
    """Return a version of a route, the current one without a number; raise `NotFound`."""
    rule = session.get(RouteRule, code) if is_code(code) else None
    if rule is None:
        raise NotFound
    found = select(ApprovalRoute).where(ApprovalRoute.code == code)
    if number is not None:
        found = found.where(ApprovalRoute.number == number)
    row = session.scalars(found.order_by(ApprovalRoute.number.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound
    return _row(row, rule)


def route_versions(session: Session, code: str) -> tuple[RouteRow, ...]:
    """Return every version of a route, the newest first; raise `NotFound`."""
    rule = session.get(RouteRule, code) if is_code(code) else None
    if rule is None:
        raise NotFound
    found = select(ApprovalRoute).where(ApprovalRoute.code == code).order_by(ApprovalRoute.number.desc())
    return tuple(_row(row, rule) for row in session.scalars(found))


def _current(session: Session) -> list[ApprovalRoute]:
    rules = select(RouteRule).where(RouteRule.retired_at.is_(None))
    order = {rule.code: (rule.position, rule.code) for rule in session.scalars(rules)}
    rows = [row for row in session.scalars(_newest()) if row.code in order]
    return sorted(rows, key=lambda row: order[row.code])


def _newest() -> Select[ApprovalRoute]:
    last = func.max(ApprovalRoute.number).label("number")
    newest = select(ApprovalRoute.code.label("code"), last).group_by(ApprovalRoute.code).subquery()
    return select(ApprovalRoute).join(
        newest, (ApprovalRoute.code == newest.c.code) & (ApprovalRoute.number == newest.c.number)
    )


def _row(row: ApprovalRoute, rule: RouteRule) -> RouteRow:
    return RouteRow(
        route=route_of(row),
        number=row.number,
        position=rule.position,
        retired_at=rule.retired_at,
        author=row.author,
        note=row.note,
        created_at=row.created_at,
    )
