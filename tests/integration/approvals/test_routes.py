"""The rule table in the database: versions, order, retirement, rates, and the choice of a route."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from docsvc.actions.order_routes import order_routes
from docsvc.actions.retire_route import retire_route
from docsvc.actions.save_route import save_route
from docsvc.actions.set_rates import set_rates
from docsvc.errors import BadInput, Forbidden, NotFound, RouteRefused, RuleUnclear, UnknownRate
from docsvc.model import ApprovalRoute, AuditEntry, RouteRule, User
from docsvc.model.route_input import RouteInput
from docsvc.model.route_store import plain, route_of
from docsvc.queries.route_lint import lint_route
from docsvc.queries.routes import choose_route, explain_route, one_route, route_versions, routes
from docsvc.work import Actor
from tests.integration.core.installation import Installation, make_installation
from tests.services.postgres import Postgres

FACTS: dict[str, Any] = {
    "deal": {"currency": "RUB", "amount": "20000", "discount": "0"},
    "document": {"kind": "contract", "amount": "20000"},
    "template": {"standard": True},
    "initiator": {},
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """One installation for all tests of this module: each uses codes of its own."""
    folder: Path = tmp_path_factory.mktemp("routes")
    url, database = f"sqlite:///{folder / 'docsvc.db'}", ""
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        database = postgres.create(template=request.getfixturevalue("postgres_template"))
        url = postgres.url(database)
    made = make_installation(folder / "data", database_url=url)
    yield made
    made.tools.database.dispose()
    if database:
        postgres.drop(database)


@pytest.fixture
def administrator(office: Installation) -> Actor:
    return office.people["administrator"]


def _route(code: str, **more: Any) -> RouteInput:
    stage = {"name": "Юрист", "approvers": [{"role": "lawyer"}]}
    return RouteInput.model_validate(
        {"code": code, "title": code, "stages": [stage], "kinds": ["nda"]} | more
    )


def _save(office: Installation, route: RouteInput, note: str = "") -> int:
    with office.tools.work() as work:
        return save_route(work, route, actor=office.people["administrator"], note=note)


def _choose(office: Installation, **about: Any) -> str:
    facts = copy.deepcopy(FACTS)
    facts["document"] |= about.pop("document", {})
    facts["deal"] |= about
    manager = office.people["manager"].id
    with office.tools.read() as session:
        choice = choose_route(session, facts, initiator_id=manager, owner_id=manager)
        return choice.route.code if choice else ""


def test_each_change_is_a_version_and_the_same_again_is_none(office: Installation) -> None:
    assert _save(office, _route("versions"), "впервые") == 1
    assert _save(office, _route("versions")) == 1
    assert _save(office, _route("versions", title="Иначе"), "переименован") == 2
    with office.tools.read() as session:
        told = [(row.number, row.note, row.route.title) for row in route_versions(session, "versions")]
        assert one_route(session, "versions").number == 2
        assert one_route(session, "versions", 1).route == _route("versions")
    assert told == [(2, "переименован", "Иначе"), (1, "впервые", "versions")]


def test_what_is_stored_is_what_was_said(office: Installation) -> None:
    said = {
        "title": "Всё сразу",
        "kinds": ["nda"],
        "when": "deal.amount > 5",
        "batch": True,
        "ask": {"files": "required"},
        "observers": [{"role": "director"}],
        "stages": [
            {
                "name": "Двое из троих",
                "approvers": [{"role": "lawyer"}, {"role": "finance"}, {"role": "director"}],
                "quorum": 2,
                "checklist": ["Реквизиты"],
                "sla": {"deadline": "24h", "steps": [{"after": "3d", "unit": "business", "act": "reject"}]},
            }
        ],
    }
    _save(office, RouteInput.model_validate({"code": "stored"} | said))
    with office.tools.read() as session:
        row = session.scalars(select(ApprovalRoute).where(ApprovalRoute.code == "stored")).one()
        assert row.terms | {"stages": row.stages} == said
        assert plain(route_of(row)) == {"code": "stored"} | said


def test_a_route_that_cannot_work_is_refused_whole(office: Installation) -> None:
    wrong = _route("wrong", when="deal.discont > 5", stages=[{"name": "Я", "approvers": [{"role": "board"}]}])
    with pytest.raises(RouteRefused) as refused:
        _save(office, wrong)
    assert {each.place for each in refused.value.findings} == {"when", "stages[0].approvers[0].role"}
    with office.tools.read() as session, pytest.raises(NotFound):
        one_route(session, "wrong")


def test_somebody_who_has_left_is_named(office: Installation) -> None:
    with office.tools.work() as work:
        gone = work.session.scalars(select(User).where(User.email.startswith("outsider"))).one()
        gone.active = False
    stage = {"name": "Я", "approvers": [{"user": gone.email}]}
    with office.tools.read() as session:
        found = lint_route(session, _route("gone", stages=[stage]))
    assert "Белов Кирилл Олегович больше не работает" in found[0].words()


def test_the_first_rule_that_applies_is_taken_in_the_order_of_the_table(
    office: Installation, administrator: Actor
) -> None:
    _save(office, _route("order-a", kinds=["specification"]))
    _save(office, _route("order-b", kinds=["specification"], when="deal.amount > 100"))
    assert _choose(office, document={"kind": "specification"}) == "order-a"
    with office.tools.work() as work:
        codes = [row.route.code for row in routes(work.session) if row.retired_at is None]
        codes.sort(key=lambda code: code == "order-a")
        order_routes(work, codes, actor=administrator)
    assert _choose(office, document={"kind": "specification"}) == "order-b"
    assert _choose(office, document={"kind": "specification"}, amount="100") == "order-a"
    with pytest.raises(BadInput), office.tools.work() as work:
        order_routes(work, codes[1:], actor=administrator)


def test_a_retired_route_is_passed_over_until_it_is_back(office: Installation, administrator: Actor) -> None:
    _save(office, _route("retired", kinds=["supplement"]))
    with office.tools.work() as work:
        retire_route(work, "retired", actor=administrator)
    assert _choose(office, document={"kind": "supplement"}) == ""
    with office.tools.read() as session:
        assert routes(session)[-1].route.code == "retired"
    with office.tools.work() as work:
        retire_route(work, "retired", actor=administrator, back=True)
    assert _choose(office, document={"kind": "supplement"}) == "retired"


def test_a_rule_that_cannot_be_told_lets_nothing_by(office: Installation, administrator: Actor) -> None:
    _save(office, _route("unclear", kinds=["act"], when="deal.discount > 5"))
    with pytest.raises(RuleUnclear):
        _choose(office, document={"kind": "act"}, discount=None)
    _save(office, _route("unclear", kinds=["act"], when="deal.discount < 5"))
    assert _choose(office, document={"kind": "act"}) == "unclear"


def test_rates_are_recorded_and_thresholds_go_by_them(office: Installation, administrator: Actor) -> None:
    limit = _route("rated", kinds=["upd"], when="deal.amount > 1000", currency="EUR")
    with pytest.raises(RouteRefused, match="курса EUR нет"):
        _save(office, limit)
    with office.tools.work() as work:
        set_rates(work, {"EUR": {"rate": "100", "date": "2026-11-20"}}, actor=administrator)
    _save(office, limit)
    assert _choose(office, document={"kind": "upd"}, amount="100000") == ""
    assert _choose(office, document={"kind": "upd"}, amount="100001") == "rated"
    with pytest.raises(UnknownRate, match="курса GBP нет"):
        _choose(office, document={"kind": "upd"}, currency="GBP")


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"XXX": {"rate": "1", "date": "2026-11-20"}}, "XXX.currency"),
        ({"RUB": {"rate": "1", "date": "2026-11-20"}}, "RUB.currency"),
        ({"USD": {"rate": "0", "date": "2026-11-20"}}, "USD.rate"),
        ({"USD": {"rate": "-5", "date": "2026-11-20"}}, "USD.rate"),
        ({"USD": {"rate": "много", "date": "вчера"}}, "USD.date"),
    ],
)
def test_a_rate_that_is_none_is_refused(
    office: Installation, administrator: Actor, given: dict[str, Any], place: str
) -> None:
    with pytest.raises(BadInput) as refused, office.tools.work() as work:
        set_rates(work, given, actor=administrator)
    assert place in [path for path, _ in refused.value.problems]


def test_a_dry_run_names_the_people_and_why(office: Installation) -> None:
    manager = office.people["manager"].id
    with office.tools.read() as session:
        told = explain_route(session, FACTS, initiator_id=manager, owner_id=manager)
    assert told.route is not None
    assert told.route.code == "contract"
    assert told.stages[1].who == ("директор: Соколов Андрей Викторович",)
    assert not told.at_once


@pytest.mark.parametrize(
    "act",
    [
        lambda work, actor: save_route(work, _route("no"), actor=actor),
        lambda work, actor: order_routes(work, [], actor=actor),
        lambda work, actor: retire_route(work, "contract", actor=actor),
        lambda work, actor: set_rates(work, {}, actor=actor),
    ],
)
def test_only_an_administrator_changes_routes(office: Installation, act: Callable[..., object]) -> None:
    with pytest.raises(Forbidden), office.tools.work() as work:
        act(work, office.people["manager"])


def test_every_change_is_in_the_chain(office: Installation, administrator: Actor) -> None:
    _save(office, _route("chained"))
    with office.tools.work() as work:
        retire_route(work, "chained", actor=administrator)
        retire_route(work, "chained", actor=administrator)
    with office.tools.read() as session:
        bodies = [entry.body for entry in session.scalars(select(AuditEntry)) if "chained" in str(entry.body)]
    assert ["route.saved" in str(body) for body in bodies] == [True, False]
    assert "route.retired" in str(bodies[1])


def test_two_who_save_at_once_make_two_versions(office: Installation) -> None:
    ready = Barrier(2)
    numbers: list[int] = []

    def save(title: str) -> None:
        ready.wait()
        numbers.append(_save(office, _route("raced", title=title)))

    savers = [Thread(target=save, args=(title,)) for title in ("один", "два")]
    for each in savers:
        each.start()
    for each in savers:
        each.join(120)
    assert sorted(numbers) == [1, 2]
    with office.tools.read() as session:
        assert session.get(RouteRule, "raced") is not None
