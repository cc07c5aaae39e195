"""Who sits at a stage."""

import pytest

from docsvc.errors import NoApprover, RouteUnclear
from docsvc.model import Role
from docsvc.model.rates import NO_RATES
from docsvc.model.route_answers import Answers
from docsvc.model.route_explained import explain
from docsvc.model.route_people import People, Person
from docsvc.model.route_seats import Requester, observers_of
from tests.unit.routes.office import (
    DIRECTOR,
    FINANCE,
    GONE,
    HEAD,
    LAWYER,
    MANAGER,
    facts,
    office,
    path,
    route,
)

DEAL = facts(amount="100", discount="5")


def _stage(approvers: str, *, quorum: str = "all", more: str = "") -> str:
    return f"{more}\nstages: [{{name: Я, quorum: {quorum}, approvers: [{approvers}]}}]"


def test_the_head_is_that_of_the_department_of_whoever_asks() -> None:
    assert path(route(_stage("{head: initiator}")), DEAL) == [["h"]]


def test_the_head_of_a_head_is_whom_they_report_to() -> None:
    assert path(route(_stage("{head: initiator}")), DEAL, by=HEAD) == [["d"]]


def test_the_manager_of_somebody_without_one_is_the_head_of_their_department() -> None:
    assert path(route(_stage("{manager: deal_owner}")), DEAL) == [["h"]]
    assert path(route(_stage("{manager: deal_owner}")), DEAL, by=HEAD) == [["d"]]


def test_a_departed_superior_is_passed_over_for_the_head() -> None:
    junior = Person("j", "Белов", "b@x.example", department_id="s", manager_id=GONE.id)
    assert path(route(_stage("{manager: initiator}")), DEAL, by=junior, people=office(junior)) == [["h"]]


def test_an_expression_names_a_person_by_their_mail_or_nobody() -> None:
    named = "{expression: '\"smirnova@x.example\" if deal.discount > 3'}"
    taken = route(_stage(f"{named}, {{role: director}}"))
    assert path(taken, DEAL) == [["l", "director"]]
    assert path(taken, facts(discount="1")) == [["director"]]


def test_an_approver_whose_condition_is_false_is_left_out() -> None:
    taken = route(_stage("{role: lawyer}, {role: finance, when: deal.amount > 1000}"))
    assert path(taken, DEAL) == [["lawyer"]]
    assert path(taken, facts(amount="1001")) == [["lawyer", "finance"]]


def test_one_person_has_one_seat() -> None:
    taken = route(_stage("{user: orlova@x.example}, {role: director}, {user: ORLOVA@x.example}"))
    assert path(taken, DEAL) == [["d"]]


def test_two_roles_of_one_person_are_one_seat() -> None:
    both = Person("b", "Котов", "k@x.example", roles=frozenset({Role.LAWYER, Role.FINANCE}))
    people = office(both, without=(LAWYER, FINANCE))
    assert path(route(_stage("{role: lawyer}, {role: finance}")), DEAL, people=people) == [["lawyer"]]


def test_a_role_that_two_hold_stays_beside_the_seat_of_one_of_them() -> None:
    taken = route(_stage("{user: orlova@x.example}, {role: board}"))
    assert path(taken, DEAL) == [["d", "board"]]


@pytest.mark.parametrize(
    ("approvers", "who"),
    [
        ("{user: gromov@x.example}", "Громов больше не работает"),
        ("{user: nobody@x.example}", "такого сотрудника нет"),
        ("{role: accountant}", "никого с этой ролью нет"),
        ("{user: ivanova@x.example}", "это сам автор документа"),
        ("{role: manager}", "только сам автор документа"),
        ("{role: lawyer, when: deal.amount > 1000}", "ни один согласующий не подходит"),
    ],
)
def test_where_nobody_can_decide_it_says_why(approvers: str, who: str) -> None:
    with pytest.raises(NoApprover, match=who):
        path(route(_stage(approvers)), DEAL)


def test_whoever_may_not_decide_is_nobody() -> None:
    people = People.of(office().by_id.values(), deciding={Role.HEAD, Role.LAWYER})
    with pytest.raises(NoApprover, match="у этой роли нет права согласовать"):
        path(route(_stage("{role: finance}")), DEAL, people=people)
    with pytest.raises(NoApprover, match="Фёдоров не имеет права согласовать"):
        path(route(_stage("{user: fedorov@x.example}")), DEAL, people=people)


def test_an_author_decides_where_the_route_says_so() -> None:
    assert path(route(_stage("{role: manager}", more="own_approval: true")), DEAL) == [["manager"]]


def test_an_empty_seat_is_left_out_only_where_the_others_make_the_quorum() -> None:
    assert path(route(_stage("{role: accountant}, {role: lawyer}", quorum="any")), DEAL) == [["lawyer"]]
    with pytest.raises(NoApprover):
        path(route(_stage("{role: accountant}, {role: lawyer}", quorum="2")), DEAL)


def test_a_quorum_of_two_never_becomes_one() -> None:
    conditional = "{role: lawyer}, {role: finance, when: deal.amount > 1000}"
    with pytest.raises(NoApprover, match="нужно разных людей: 2, а есть: 1"):
        path(route(_stage(conditional, quorum="2")), DEAL)
    with pytest.raises(NoApprover, match="нужно разных людей: 2, а есть: 1"):
        path(route(_stage("{user: orlova@x.example}, {role: director}", quorum="2")), DEAL)


def test_a_condition_on_what_the_deal_lacks_skips_nobody() -> None:
    taken = route("stages: [{name: Я, when: deal.discount > 3, approvers: [{role: lawyer}]}]")
    with pytest.raises(RouteUnclear, match=r"Не заполнено: deal\.discount"):
        path(taken, facts(amount="5"))


def test_observers_are_everybody_of_a_role_and_whoever_is_named() -> None:
    taken = route(
        "observers: [{role: board}, {manager: initiator}, {user: gromov@x.example},"
        " {role: lawyer, when: deal.amount > 1000}]\nstages: []"
    )
    requester = Requester(office(), MANAGER.id, MANAGER.id)
    told = observers_of(taken, Answers(taken, DEAL, NO_RATES), requester)
    assert set(told) == {DIRECTOR.id, FINANCE.id, HEAD.id}


@pytest.mark.parametrize(("amount", "quorum"), [("5", "все"), ("101", "2 из 3")])
def test_a_dry_run_counts_those_who_would_be_asked(amount: str, quorum: str) -> None:
    approvers = "{role: lawyer}, {role: finance}, {role: director, when: document.amount > 100}"
    taken = route(_stage(approvers, quorum="2"))
    requester = Requester(office(), MANAGER.id, MANAGER.id)
    told = explain([taken], facts(amount=amount), rates=NO_RATES, requester=requester)
    assert told.stages[0].quorum == quorum
