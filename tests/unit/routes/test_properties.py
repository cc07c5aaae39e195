"""Whatever somebody writes into a route: lint neither fails nor lets a document through to nobody."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from docsvc.model.rates import NO_RATES
from docsvc.model.route_answers import Answers
from docsvc.model.route_explained import explain
from docsvc.model.route_input import RouteInput
from docsvc.model.route_lint import Severity, look, unreachable
from docsvc.model.route_seats import Requester
from docsvc.queries.approval_facts import KNOWN
from tests.unit.routes.office import MANAGER, facts, office

TOKENS = (
    "deal.amount deal.discount document.kind template.standard deal.products[0].price deal current.date "
    "> < == in is not and or ( ) [ ] 10 10.5 'x' \"contract\" | length defined none if else , . ~ - * { }"
)
GARBAGE = st.lists(st.sampled_from(TOKENS.split()), min_size=1, max_size=7).map(" ".join)
COMPARED = st.builds(
    "deal.discount {} {}".format,
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    st.sampled_from(["0", "5", "10", "15.5", "100"]),
)
CONDITION = st.one_of(
    COMPARED, st.builds("{} and {}".format, COMPARED, COMPARED), st.just("template.standard")
)
DOCUMENT = st.builds(facts, discount=st.decimals(0, 100, places=2).map(str), standard=st.booleans())


def _route(when: str, *conditions: str, expression: str = "") -> RouteInput:
    approvers = [{"role": "lawyer"}, *([{"expression": expression}] if expression else [])]
    stages = [
        {"name": f"Этап {n}", "when": each, "approvers": approvers} for n, each in enumerate(conditions)
    ]
    return RouteInput.model_validate({"code": "a", "title": "А", "when": when, "stages": stages})


@settings(max_examples=60, deadline=None)
@given(GARBAGE)
def test_any_text_as_a_condition_is_answered_or_refused(text: str) -> None:
    route = _route(text, text, expression=text)
    look(route, known=KNOWN, people=office(), rates=NO_RATES)
    list(unreachable([route, route]))
    requester = Requester(office(), MANAGER.id, MANAGER.id)
    explain([route], facts("quote", amount="5", discount="3"), rates=NO_RATES, requester=requester)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.just(""), CONDITION), st.lists(CONDITION, min_size=1, max_size=4), DOCUMENT)
def test_what_lint_passes_leaves_no_document_without_a_stage(
    when: str, conditions: list[str], about: dict[str, Any]
) -> None:
    route = _route(when, *conditions)
    answers = Answers(route, about, NO_RATES)
    met = [stage for stage in route.stages if answers.holds(stage, stage.when)]
    if answers.rule() and not met:
        assert any(each.severity is Severity.ERROR for each in look(route, known=KNOWN))


@settings(max_examples=60, deadline=None)
@given(st.lists(CONDITION, min_size=2, max_size=4), DOCUMENT)
def test_a_rule_that_is_told_to_be_hidden_never_applies(conditions: list[str], about: dict[str, Any]) -> None:
    table = [_route(each) for each in conditions]
    first = next((n for n, each in enumerate(table) if Answers(each, about, NO_RATES).rule()), None)
    assert first not in [n for n, _ in unreachable(table)]
