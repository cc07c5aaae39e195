"""The shipped routes do what they are taken from, at their edges too."""

import pytest

from docsvc.model.rates import NO_RATES
from docsvc.model.route_explained import explain
from docsvc.model.route_file import presets
from docsvc.model.route_input import Escalation, RouteInput, SlaInput, Unit
from docsvc.model.route_lint import look, unreachable
from docsvc.queries.approval_facts import KNOWN
from tests.unit.routes.office import facts, office, path

PRESETS = {each.code: each for each in presets()}


def _way(**about: object) -> tuple[str, list[str]]:
    """Return the route of the table that a document takes, and the names of its stages."""
    told = explain(presets(), facts(**about), rates=NO_RATES, requester=None)  # type: ignore[arg-type]  # by name, of many types
    names = [stage.name for stage in told.stages if stage.outcome == "yes"]
    return (told.route.code if told.route else "", names)


@pytest.mark.parametrize(
    ("discount", "who"),
    [
        ("0", []),
        ("15", []),
        ("15.01", ["h"]),
        ("25", ["h"]),
        ("25.01", ["h", "director"]),
        ("40", ["h", "director"]),
        ("40.01", ["h", "director", "finance"]),
        ("100", ["h", "director", "finance"]),
    ],
)
def test_a_discount_climbs_as_high_as_it_is_large(discount: str, who: list[str]) -> None:
    about = facts("quote", discount=discount)
    told = explain(presets(), about, rates=NO_RATES, requester=None)
    assert (told.route is None) == (not who)
    assert told.at_once == (not who)
    if told.route:
        assert path(told.route, about) == [[each] for each in who]


@pytest.mark.parametrize(
    ("amount", "name", "who"),
    [
        ("0", "Руководитель отдела", "h"),
        ("9999.99", "Руководитель отдела", "h"),
        ("10000", "Коммерческий директор", "director"),
        ("49999.99", "Коммерческий директор", "director"),
        ("50000", "Генеральный директор", "director"),
        ("50000.01", "Генеральный директор", "director"),
    ],
)
def test_the_lower_edge_of_a_band_belongs_to_it(amount: str, name: str, who: str) -> None:
    assert _way(kind="specification", amount=amount) == ("amount", [name])
    assert path(PRESETS["amount"], facts("specification", amount=amount)) == [[who]]


def test_a_contract_of_ten_thousand_takes_three_people_in_turn() -> None:
    about = facts("contract", amount="10000")
    assert _way(kind="contract", amount="10000")[0] == "contract-simple"
    assert path(PRESETS["contract-simple"], about) == [["h"], ["finance"], ["director"]]


@pytest.mark.parametrize(
    ("amount", "standard", "code", "last"),
    [
        ("49999.99", True, "contract-simple", "Генеральный директор"),
        ("49999.99", False, "contract-large", "Генеральный директор"),
        ("50000", True, "contract-large", "Генеральный директор"),
        ("100000", True, "contract-large", "Генеральный директор"),
        ("100000.01", True, "contract-large", "Совет директоров"),
    ],
)
def test_a_large_contract_goes_to_the_director_and_beyond_to_the_board(
    amount: str, *, standard: bool, code: str, last: str
) -> None:
    taken, stages = _way(kind="contract", amount=amount, standard=standard)
    assert (taken, stages[-1]) == (code, last)


def test_lawyer_and_finance_look_at_a_large_contract_at_once() -> None:
    about = facts("contract", amount="100001")
    assert path(PRESETS["contract-large"], about) == [["lawyer", "finance"], ["director"], ["board"]]


@pytest.mark.parametrize("route", presets(), ids=lambda route: route.code)
def test_silence_is_answered_at_24_48_and_72_hours(route: RouteInput) -> None:
    last = Escalation.REJECT if route.code == "discount" else Escalation.HAND_OVER
    for stage in route.stages:
        assert isinstance(stage.sla, SlaInput)
        assert {step.unit for step in stage.sla.steps} | {stage.sla.unit} == {Unit.ELAPSED}
        assert [(step.after, step.act) for step in stage.sla.steps] == [
            ("24h", Escalation.REMIND),
            ("48h", Escalation.NOTIFY_MANAGER),
            ("72h", last),
        ]


@pytest.mark.parametrize("route", presets(), ids=lambda route: route.code)
def test_nothing_is_wrong_with_a_preset(route: RouteInput) -> None:
    assert look(route, known=KNOWN, people=office(), rates=NO_RATES) == ()


def test_every_preset_can_apply_beside_the_others() -> None:
    assert list(unreachable(presets())) == []
