"""How a deal would go, and why: the rules that were tried, the stages, and who would sit there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from typing import Any

from docsvc.errors import DocsvcError
from docsvc.errors.phrase import Phrase, listed
from docsvc.model.kinds import KINDS
from docsvc.model.rates import Rates
from docsvc.model.route_answers import Answers
from docsvc.model.route_input import ApproverInput, RouteInput, StageInput
from docsvc.model.route_people import Seat
from docsvc.model.route_seats import Requester, seats_of
from docsvc.model.route_words import ROLE_WORDS, quorum, span, who


class Outcome(StrEnum):
    """What a condition says of a rule or a stage, or that it cannot be told."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class RuleTried:
    """One rule of the table, with what decided on it."""

    code: str
    title: str
    outcome: Outcome
    because: str


@dataclass(frozen=True, slots=True)
class StageExplained:
    """One stage; `who` are the people or roles that would be asked, `problem` why nobody can be."""

    name: str
    outcome: Outcome
    because: str
    who: tuple[str, ...] = ()
    quorum: str = ""
    deadline: str = ""
    optional: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """The whole way; no `route` where none applies or it cannot be told, and `problem` says which."""

    rules: tuple[RuleTried, ...]
    route: RouteInput | None = None
    stages: tuple[StageExplained, ...] = ()
    problem: str = ""
    rates: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at_once(self) -> bool:
        """Tell whether the document would be approved without anybody."""
        return not self.problem and all(stage.outcome is Outcome.NO for stage in self.stages)


def explain(
    routes: Iterable[RouteInput], facts: Mapping[str, Any], *, rates: Rates, requester: Requester | None
) -> Explained:
    """Try the routes in their order and look at the stages of the first that applies.

    Without `requester` nobody is known, and approvers are told as the route names them.
    """
    tried: list[RuleTried] = []
    for route in routes:
        answers = Answers(route, facts, rates)
        rule = _try(route, answers)
        tried.append(rule)
        if rule.outcome is Outcome.UNCLEAR:
            return Explained(tuple(tried), problem=rule.because)
        if rule.outcome is Outcome.YES:
            stages = tuple(_stage(stage, answers, requester) for stage in route.stages)
            problem = next((stage.problem for stage in stages if stage.problem), "")
            return Explained(tuple(tried), route, stages, problem, dict(answers.rates))
    return Explained(tuple(tried))


def _try(route: RouteInput, answers: Answers) -> RuleTried:
    try:
        applies = answers.rule()
        condition = answers.because(route.when) if answers.is_of_kind() else ""
    except DocsvcError as error:
        return RuleTried(route.code, route.title, Outcome.UNCLEAR, error.phrase)
    if not answers.is_of_kind():
        named = listed((KINDS[each].short for each in route.kinds), ", ")
        return RuleTried(route.code, route.title, Outcome.NO, Phrase("для другого: %(named)s", named=named))
    if not condition:
        return RuleTried(route.code, route.title, Outcome.YES, Phrase("без условия"))
    said = (
        Phrase("верно: %(condition)s", condition=condition)
        if applies
        else Phrase("неверно: %(condition)s", condition=condition)
    )
    return RuleTried(route.code, route.title, Outcome.YES if applies else Outcome.NO, said)


def _stage(stage: StageInput, answers: Answers, requester: Requester | None) -> StageExplained:
    try:
        applies = answers.holds(stage, stage.when)
        condition = answers.because(stage.when)
    except DocsvcError as error:
        return StageExplained(stage.name, Outcome.UNCLEAR, stage.when, problem=error.phrase)
    if not applies:
        return StageExplained(stage.name, Outcome.NO, Phrase("неверно: %(condition)s", condition=condition))
    people, problem = _people(stage, answers, requester)
    because = Phrase("верно: %(condition)s", condition=condition) if condition else ""
    return StageExplained(
        stage.name,
        Outcome.YES,
        because,
        who=people,
        quorum=quorum(stage, None if problem else len(people)),
        deadline=span(stage.sla.deadline, stage.sla.unit) if stage.sla else "",
        optional=stage.optional,
        problem=problem,
    )


def _people(stage: StageInput, answers: Answers, requester: Requester | None) -> tuple[tuple[str, ...], str]:
    try:
        if requester is None:
            return tuple(who(each) for each in stage.approvers if answers.holds(stage, each.when)), ""
        meant = {each.asked_as: each for each in stage.approvers}
        seats = seats_of(stage, answers, requester)
        return tuple(_named(seat, meant[seat.asked_as], requester) for seat in seats), ""
    except DocsvcError as error:
        return tuple(who(each) for each in stage.approvers), error.phrase


def _named(seat: Seat, meant: ApproverInput, requester: Requester) -> str:
    """Name a person and why it is them; of a role, everybody who may come first."""
    if seat.role is None:
        return seat.name if meant.user else Phrase("%(name)s (%(who)s)", name=seat.name, who=who(meant))
    names = [each.name for each in requester.people.holders(seat.role) if each.id in seat.possible]
    return Phrase("%(role)s: %(names)s", role=ROLE_WORDS[seat.role], names=_either(names))


def _either(names: Sequence[str]) -> str:
    """Name people of whom one decides."""
    return (
        reduce(lambda some, name: Phrase("%(some)s или %(name)s", some=some, name=name), names)
        if names
        else ""
    )
