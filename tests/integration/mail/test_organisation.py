from pathlib import Path

import pytest
from sqlalchemy import func, select
from stdnum.ru import inn, ogrn

from docsvc.actions.load_organisation import load_organisation
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.errors import BadInput, Forbidden
from docsvc.model import ApprovalRoute, Department, LegalEntity, Role, User
from docsvc.model.deal_input import read_deal
from docsvc.model.deal_warnings import account_key_matches
from docsvc.model.organisation_file import read_organisation
from docsvc.tools import Tools
from docsvc.work import SYSTEM
from tests.integration.mail.conftest import Office

EXAMPLES = Path(__file__).parents[3] / "docsvc" / "demo" / "examples"
EXAMPLE = (EXAMPLES / "organisation.yaml").read_text(encoding="utf-8")

ROUTE = """
organisation: {{name: А}}
routes:
- {{kind: act, stages: [{{name: Я, approvers: [{{user: {user}}}]}}]}}
"""


def _count(tools: Tools, table: type[object]) -> int:
    with tools.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_example_makes_a_whole_office(tools: Tools) -> None:
    with tools.work() as work:
        loaded = load_organisation(work, read_organisation(EXAMPLE), actor=SYSTEM)
    assert all(user.password for user in loaded.users)
    with tools.read() as session:
        entity = session.scalars(select(LegalEntity)).one()
        roles = {role for user in session.scalars(select(User)) for role in user.roles}
        route = session.scalars(select(ApprovalRoute).where(ApprovalRoute.code == "contract")).one()
        head = session.scalars(select(User).where(User.email.startswith("zaharov"))).one()
        superior = session.get(User, head.manager_id)
    assert entity.is_default
    assert entity.details["signatory_name"] == "Орлова Марина Викторовна"
    assert entity.details["authority"] == "Устава"
    assert roles == set(Role)
    assert superior is not None
    assert superior.position == "Генеральный директор"
    assert route.terms == {"title": "Договор", "kinds": ["contract"]}
    assert [(stage["name"], stage["approvers"]) for stage in route.stages] == [
        ("Юрист и финансы", [{"role": "lawyer"}, {"role": "finance"}]),
        ("Директор", [{"role": "director"}]),
    ]
    assert [stage.get("quorum") for stage in route.stages] == ["all", None]
    assert [step["after"] for step in route.stages[1]["sla"]["steps"]] == ["24h", "48h", "72h"]


def test_loading_again_changes_nothing(tools: Tools) -> None:
    file = read_organisation(EXAMPLE)
    with tools.work() as work:
        load_organisation(work, file, actor=SYSTEM)
    before = [_count(tools, table) for table in (User, LegalEntity, Department, ApprovalRoute)]
    with tools.work() as work:
        again = load_organisation(work, file, actor=SYSTEM)
    assert [_count(tools, table) for table in (User, LegalEntity, Department, ApprovalRoute)] == before
    assert [user.password for user in again.users] == [None] * 8


def test_a_changed_route_is_a_new_version(office: Office) -> None:
    text = ROUTE.format(user="ADMIN@office.example")
    with office.tools.work() as work:
        load_organisation(work, read_organisation(text), actor=SYSTEM)
        load_organisation(work, read_organisation(text.replace("Я", "Мы")), actor=SYSTEM)
    with office.tools.read() as session:
        routes = session.scalars(select(ApprovalRoute).order_by(ApprovalRoute.number)).all()
    assert [(route.number, route.stages[0]["name"]) for route in routes] == [(1, "Я"), (2, "Мы")]
    assert routes[0].stages[0]["approvers"] == [{"user": "admin@office.example"}]


def test_a_route_to_nobody_is_refused_by_its_place(tools: Tools) -> None:
    text = ROUTE.format(user="no@x.example")
    with pytest.raises(BadInput) as refused, tools.work() as work:
        load_organisation(work, read_organisation(text), actor=SYSTEM)
    assert refused.value.problems[0][0] == "routes[0].stages[0].approvers[0].user"


def test_a_file_that_removes_the_last_administrator_is_refused_whole(office: Office) -> None:
    text = "organisation: {name: А}\nusers: [{email: admin@office.example, name: К, roles: [manager]}]"
    with pytest.raises(BadInput) as refused, office.tools.work() as work:
        load_organisation(work, read_organisation(text), actor=SYSTEM)
    assert refused.value.problems[0][0] == "users[0].roles"


def test_only_an_administrator_loads_an_organisation(office: Office) -> None:
    with pytest.raises(Forbidden), office.tools.work() as work:
        load_organisation(work, read_organisation("organisation: {name: А}"), actor=office.manager)


def test_the_requisites_of_the_examples_are_right() -> None:
    ours = read_organisation(EXAMPLE).legal_entities[0]
    theirs = read_deal((EXAMPLES / "deal.json").read_bytes()).company
    for company in (ours, theirs):
        assert inn.is_valid(company.inn)
        assert ogrn.is_valid(company.ogrn)
        assert account_key_matches(company.bik, company.account)
        assert account_key_matches(company.bik, company.corr_account, correspondent=True)


def test_the_example_deal_belongs_to_a_manager_of_the_example(tools: Tools) -> None:
    deal = read_deal((EXAMPLES / "deal.json").read_bytes())
    assert len(deal.lines) == 12
    with tools.work() as work:
        load_organisation(work, read_organisation(EXAMPLE), actor=SYSTEM)
        assert upsert_deal(work, deal, actor=SYSTEM).warnings == ()
