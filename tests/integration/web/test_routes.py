"""The pages of approval routes: the table, the form, the text, the dry run and the rates."""

import io
import re

from api.web.route_form import form_of
from docsvc.access import DECIDING
from docsvc.model import Role
from docsvc.model.route_file import presets, read_routes
from docsvc.queries.routes import one_route, route_versions, routes
from tests.integration.web.persons import Browse, House
from tests.integration.web.route_fields import fields_of

ROUTES = "/settings/routes"
CONTRACT = {
    "code": "contract",
    "title": "Договор",
    "kinds": "contract",
    "currency": "RUB",
    "from_mail": "on",
    "stages[0].name": "Юрист",
    "stages[0].quorum": "any",
    "stages[0].approvers[0].who": "role:lawyer",
}


def test_a_preset_is_taken_its_threshold_changed_and_saved_with_a_note(house: House, browse: Browse) -> None:
    administrator = browse("administrator")
    assert "Взять за основу" in administrator.get(f"{ROUTES}/new").text
    assert 'value="deal.discount &gt; 15"' in administrator.get(f"{ROUTES}/form?preset=discount").text
    discount = next(each for each in presets() if each.code == "discount")
    given = fields_of(form_of(discount)) | {"when": "deal.discount > 10", "act": "save", "note": "Ниже"}
    assert administrator.post(f"{ROUTES}/form", **given).status_code == 303
    with house.tools.read() as session:
        made = one_route(session, "discount")
    assert made.route == discount.model_copy(update={"when": "deal.discount > 10"})
    assert (made.author, made.note, made.number) == ("Administrator", "Ниже", 1)


def test_a_new_version_tells_who_changed_what_and_why(browse: Browse) -> None:
    administrator = browse("administrator")
    given = CONTRACT | {"when": "deal.amount > 100", "act": "save", "note": "Мелкие без юриста"}
    assert administrator.post(f"{ROUTES}/of/contract/form", **given).status_code == 303
    shown = administrator.get(f"{ROUTES}/of/contract").text
    assert "Мелкие без юриста" in shown
    assert "<ins>when: deal.amount &gt; 100</ins>" in shown
    assert "Administrator" in shown


def test_nothing_is_lost_when_fields_are_wrong(browse: Browse) -> None:
    given = CONTRACT | {"stages[0].name": "", "stages[0].sla.deadline": "скоро", "note": "Моя заметка"}
    answer = browse("administrator").post(f"{ROUTES}/of/contract/form", **given, act="save")
    assert answer.status_code == 422
    assert 'value="скоро"' in answer.text
    assert "Моя заметка" in answer.text
    assert 'id="f-stages-0-name-problem"' in answer.text
    assert 'id="f-stages-0-sla-deadline-problem"' in answer.text


def test_an_approver_who_was_not_chosen_is_asked_for_beside_the_field(browse: Browse) -> None:
    given = CONTRACT | {"stages[0].approvers[0].who": ""}
    answer = browse("administrator").post(f"{ROUTES}/of/contract/form", **given, act="save")
    assert answer.status_code == 422
    assert "Выберите, кто решает." in answer.text
    offered = {role for role in Role if f'value="role:{role}"' in answer.text}
    assert offered == DECIDING - {Role.ADMINISTRATOR}


def test_a_route_that_cannot_work_is_refused_with_the_reasons(house: House, browse: Browse) -> None:
    given = CONTRACT | {"stages[0].when": "deal.discont > 5"}
    browser = browse("administrator")
    answer = browser.post(f"{ROUTES}/of/contract/form", **given, act="save")
    assert answer.status_code == 422
    assert "deal.discount" in answer.text
    browser.post("/language", language="en", next="/inbox")
    english = browser.post(f"{ROUTES}/of/contract/form", **given, act="save").text
    assert "unknown field deal.discont" in english
    assert "Perhaps deal.discount?" in english
    with house.tools.read() as session:
        assert len(route_versions(session, "contract")) == 1


def test_the_buttons_of_the_form_change_it_and_save_nothing(house: House, browse: Browse) -> None:
    administrator = browse("administrator")
    answer = administrator.post(f"{ROUTES}/of/contract/form", **CONTRACT, act="stages.add")
    assert answer.status_code == 200
    assert 'name="stages[1].name"' in answer.text
    timed = administrator.post(f"{ROUTES}/of/contract/form", **CONTRACT, act="stages[0].sla.contracts").text
    assert 'name="stages[0].sla.steps[2].act"' in timed
    with house.tools.read() as session:
        assert len(route_versions(session, "contract")) == 1


def test_a_hostile_form_is_only_a_wrong_form(browse: Browse) -> None:
    administrator = browse("administrator")
    odd = {"stages[0]": "x", "stages[99999999999].sla": "y", "observers": "z", "[[..]]": "1"}
    odd |= {"stages[1].sla.steps[0].after.more": "1", "stages[2].checklist[0]": "1", "ask": "?"}
    for act in ("save", "check", "stages[7].up", "stages.add", "observers[3].remove", "..."):
        assert administrator.post(f"{ROUTES}/form", **odd, act=act).status_code in {200, 422}


def test_a_route_is_edited_as_text_and_comes_back_when_it_cannot_be_read(
    house: House, browse: Browse
) -> None:
    administrator = browse("administrator")
    text = administrator.get(f"{ROUTES}/of/contract.yaml").text
    assert read_routes(text)[0].code == "contract"
    wrong = administrator.post(f"{ROUTES}/of/contract/yaml", text="code: [", act="save")
    assert wrong.status_code == 422
    assert "code: [" in wrong.text
    other = administrator.post(f"{ROUTES}/of/contract/yaml", text="code: other\ntitle: O\nstages: []\n")
    assert other.status_code == 422
    changed = text.replace("Юрист", "Юрисконсульт")
    assert administrator.post(f"{ROUTES}/of/contract/yaml", text=changed, act="save").status_code == 303
    with house.tools.read() as session:
        assert one_route(session, "contract").route.stages[0].name == "Юрисконсульт"


def test_a_file_of_several_routes_is_taken_whole_or_not_at_all(house: House, browse: Browse) -> None:
    administrator = browse("administrator")
    good = "{code: a, title: А, stages: []}"
    bad = "{code: b, title: Б, stages: [{name: Э, approvers: [{user: nobody@sever.ru}]}]}"
    refused = administrator.post(f"{ROUTES}/file", text=f"routes: [{good}, {bad}]")
    assert refused.status_code == 422
    assert "nobody@sever.ru" in refused.text
    assert "{code: a" in refused.text
    file = (io.BytesIO(f"routes: [{good}]".encode()), "routes.yaml")
    assert administrator.post(f"{ROUTES}/file", file=file).status_code == 303
    with house.tools.read() as session:
        assert {row.route.code for row in routes(session)} == {"contract", "quote", "a"}


def test_routes_are_put_in_order_taken_out_and_put_back(house: House, browse: Browse) -> None:
    administrator = browse("administrator")
    administrator.post(f"{ROUTES}/file", text="{code: rest, title: Прочее, stages: []}")
    administrator.post(f"{ROUTES}/order", code="rest", move="top")
    administrator.post(f"{ROUTES}/order", code="contract", move="down")
    administrator.post(f"{ROUTES}/order", code="rest", move="up")
    administrator.post(f"{ROUTES}/of/quote/retire")
    with house.tools.read() as session:
        assert [row.route.code for row in routes(session)] == ["rest", "contract", "quote"]
    shown = administrator.get(ROUTES).text
    assert "Снятые с использования" in shown
    assert "маршрут никогда не применится" in shown.lower()
    administrator.post(f"{ROUTES}/of/quote/retire", back="1")
    assert "Снятые с использования" not in administrator.get(ROUTES).text


def test_the_dry_run_names_the_route_the_people_and_the_reason(house: House, browse: Browse) -> None:
    administrator = browse("administrator")
    found = administrator.get(f"{ROUTES}/try?q=монтаж").text
    assert f"deal={house.deal}" in found
    shown = administrator.get(f"{ROUTES}/try?deal={house.deal}&kind=contract").text
    assert "Эта сделка пойдёт по маршруту" in shown
    assert "Lawyer" in shown
    assert "согласуется сразу" in administrator.get(f"{ROUTES}/try?deal={house.deal}&kind=quote").text
    assert "Ни один маршрут не подошёл" in administrator.get(f"{ROUTES}/try?deal={house.deal}&kind=act").text


def test_rates_are_recorded_and_a_wrong_one_is_shown_at_its_field(browse: Browse) -> None:
    administrator = browse("administrator")
    row = {"rates[0].currency": "usd", "rates[0].rate": "92,50", "rates[0].date": "2026-11-20"}
    wrong = administrator.post(f"{ROUTES}/rates", **row | {"rates[0].rate": "много"})
    assert wrong.status_code == 422
    assert 'id="f-rates-0-rate-problem"' in wrong.text
    assert 'value="много"' in wrong.text
    assert administrator.post(f"{ROUTES}/rates", **row).status_code == 303
    kept = administrator.get(f"{ROUTES}/rates").text
    assert re.search(r'value="92\.50?"', kept)
    assert 'value="USD"' in kept
    assert administrator.post(f"{ROUTES}/rates", **row | {"rates[0].currency": ""}).status_code == 303
    assert 'value="USD"' not in administrator.get(f"{ROUTES}/rates").text
