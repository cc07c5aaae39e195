"""The pages of an approval: what the approver reads, verdicts with what goes with them, and steering."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from werkzeug.test import TestResponse

from docsvc.model import Approval, ApprovalRoute, ApprovalStage, ApprovalTask, Document, Remark
from docsvc.queries.inbox import InboxRow, inbox
from tests.integration.web.persons import Browse, Browser, House

TAGS = re.compile(r"<[^>]+>")
WHY = "Клиент просит аванс 40 %"
CRITERIA = ["Реквизиты сверены", "Срок оплаты до 30 дней"]


def changed(house: House, table: type, change: Callable[..., None], **where: object) -> None:
    """Change a row as a route or the clock would have made it."""
    with house.tools.work() as work:
        change(work.session.scalars(select(table).filter_by(**where)).unique().one())


def decided(browser: Browser, house: House, verdict: str, **fields: object) -> TestResponse:
    """Press one of the buttons under the document."""
    with house.tools.read() as session:
        shown = session.get_one(Document, house.asked).version.rendered_sha256
    sent = {"verdict": verdict, "seen_sha256": shown, "from": "inbox"} | fields
    return browser.post(f"/documents/{house.asked}/decision", token=True, **sent)


def state(house: House, document_id: str) -> str:
    with house.tools.read() as session:
        return session.get_one(Document, document_id).state


def waiting(house: House) -> tuple[InboxRow, ...]:
    with house.tools.read() as session:
        return inbox(session, house.actor("lawyer"))


def ask_for_criteria(house: House) -> None:
    def change(stage: ApprovalStage) -> None:
        stage.rules = stage.rules | {"checklist": CRITERIA}

    changed(house, ApprovalStage, change, document_id=house.asked)


def test_the_approver_reads_who_asks_why_and_till_when(browse: Browse, house: House) -> None:
    now = house.tools.clock()
    changed(house, Approval, lambda row: setattr(row, "justification", WHY), document_id=house.asked)
    changed(
        house,
        ApprovalTask,
        lambda row: setattr(row, "due_at", now - timedelta(hours=3)),
        document_id=house.asked,
    )
    page = browse("lawyer").get(f"/inbox/{house.asked}").text
    assert "Manager</strong> просит согласовать" in page
    assert WHY in page
    assert "срок прошёл 3 ч назад" in page
    assert "аванс 50 %" in page
    assert "последний этап" in page


def test_unticked_criteria_need_a_comment_and_what_was_typed_stays(browse: Browse, house: House) -> None:
    ask_for_criteria(house)
    lawyer = browse("lawyer")
    remark = {"remark_page": "1", "remark_quote": "Оплата", "remark_text": "Уточнить срок"}
    refused = decided(lawyer, house, "approve", checklist=CRITERIA[0], **remark)
    assert refused.status_code == 422
    assert f'value="{CRITERIA[0]}" form="decision-form" checked' in refused.text
    assert f'value="{CRITERIA[1]}" form="decision-form" >' in refused.text
    assert "Уточнить срок" in refused.text
    assert state(house, house.asked) == "in_approval"
    assert decided(lawyer, house, "approve", checklist=CRITERIA[0], comment="Срок обычный").status_code == 303
    assert state(house, house.asked) == "approved"


def test_remarks_go_with_the_verdict_and_lead_to_their_page(browse: Browse, house: House) -> None:
    lawyer = browse("lawyer")
    remark = {"remark_page": "1", "remark_quote": "Оплата", "remark_text": "Уточнить срок"}
    assert decided(lawyer, house, "return", comment="См. замечание", **remark).status_code == 303
    with house.tools.read() as session:
        kept = session.scalars(select(Remark)).unique().one()
        assert (kept.page, kept.quote, kept.text) == (1, "Оплата", "Уточнить срок")
    page = browse("manager").get(f"/documents/{house.asked}").text
    assert "#page=1" in page
    assert "Уточнить срок" in page


def test_conditions_are_answered_on_the_page_of_the_document(browse: Browse, house: House) -> None:
    lawyer, manager = browse("lawyer"), browse("manager")
    assert decided(lawyer, house, "conditions").status_code == 422
    assert decided(lawyer, house, "conditions", comment="Приложить расчёт").status_code == 303
    page = manager.get(f"/documents/{house.asked}").text
    assert "согласовал(а) с условиями" in page
    target = page.split(f"/documents/{house.asked}/conditions/")[1].partition('"')[0]
    answer = manager.post(f"/documents/{house.asked}/conditions/{target}", text="Приложен к сделке")
    assert answer.status_code == 303
    after = manager.get(f"/documents/{house.asked}").text
    assert "Как вы их выполните" not in after
    assert "Приложен к сделке" in after


def test_a_decision_passed_on_leaves_one_inbox_for_another(browse: Browse, house: House) -> None:
    lawyer, director = browse("lawyer"), browse("director")
    to = house.actor("director").id
    answer = lawyer.post(f"/documents/{house.asked}/approval/delegate", to=to, reason="Крупная сделка")
    assert answer.status_code == 303
    assert "Согласовать" not in lawyer.get(f"/inbox/{house.asked}").text.split('id="pane"')[-1]
    page = director.get(f"/inbox/{house.asked}").text
    assert 'value="approve"' in page
    history = director.get(f"/documents/{house.asked}").text
    assert "Крупная сделка" in history


def test_the_initiator_pauses_and_goes_on(browse: Browse, house: House) -> None:
    manager, lawyer = browse("manager"), browse("lawyer")
    path = f"/documents/{house.asked}/approval"
    assert manager.post(f"{path}/pause", reason="Клиент думает").status_code == 303
    page = manager.get(f"/documents/{house.asked}").text
    assert "Приостановлено, продолжит: Manager" in TAGS.sub("", page)
    inbox = lawyer.get("/inbox").text
    assert house.asked not in inbox
    assert "Всё решено" in inbox
    assert manager.post(f"{path}/resume", reason="Клиент решил").status_code == 303
    assert 'value="approve"' in lawyer.get(f"/inbox/{house.asked}").text
    assert lawyer.post(f"{path}/pause", reason="Хочу").status_code == 403
    assert manager.post(f"{path}/nonsense", reason="Так").status_code == 404


def test_nobody_is_taken_out_by_a_form_in_which_nobody_was_chosen(browse: Browse, house: House) -> None:
    with house.tools.read() as session:
        stage = session.scalars(select(ApprovalStage).filter_by(document_id=house.asked)).one()
        seat, position = f"task:{stage.tasks[0].id}", f"add:{stage.id}"
    manager, path = browse("administrator"), f"/documents/{house.asked}/approval/approvers"
    assert "Выберите сотрудника" in manager.get(f"/documents/{house.asked}").text.split('id="change-to"')[1]
    for where, to in ((seat, ""), (position, ""), (position, "nobody")):
        assert manager.post(path, reason="Так", seat=where, to=to).status_code == 422
    director = house.actor("director").id
    assert manager.post(path, reason="Так", seat=position, to=director).status_code == 303
    assert manager.post(path, reason="Так", seat=seat, to="nobody").status_code == 303
    with house.tools.read() as session:
        left = session.get_one(ApprovalStage, stage.id).seats
        assert [task.user_id for task in left] == [director]


def test_several_are_approved_at_once_and_each_tells_what_became_of_it(browse: Browse, house: House) -> None:
    changed(
        house, ApprovalRoute, lambda row: setattr(row, "terms", row.terms | {"batch": True}), code="contract"
    )
    lawyer = browse("lawyer")
    assert "Ничего не выбрано" in lawyer.get("/inbox/many").text
    page = lawyer.get(f"/inbox/many?document={house.asked}").text
    shown = page.split('name="seen_sha256" value="')[1].partition('"')[0]
    stale = lawyer.post("/inbox/many", document=house.asked, seen_sha256="0" * 64).text
    assert "Согласовано 0 из 1" in stale
    assert "Обновите её" in stale
    done = lawyer.post("/inbox/many", document=house.asked, seen_sha256=shown).text
    assert "Согласовано 1 из 1" in done
    assert state(house, house.asked) == "approved"
    again = lawyer.post("/inbox/many", document=house.asked, seen_sha256=shown).text
    assert "тем временем решили без вас" in again


def test_a_route_that_does_not_allow_it_is_decided_alone(browse: Browse, house: House) -> None:
    lawyer = browse("lawyer")
    page = lawyer.get(f"/inbox/many?document={house.asked}").text
    assert "Маршрут просит решать этот документ отдельно." in page
    assert 'name="seen_sha256"' not in page
    changed(
        house, ApprovalRoute, lambda row: setattr(row, "terms", row.terms | {"batch": True}), code="contract"
    )
    assert [row.batch for row in waiting(house)] == [True]
    ask_for_criteria(house)
    assert [row.batch for row in waiting(house)] == [False]
    assert "отметить, что проверено" in lawyer.get(f"/inbox/many?document={house.asked}").text


def test_a_draft_shows_its_way_and_what_the_route_asks_for(browse: Browse, house: House) -> None:
    def change(route: ApprovalRoute) -> None:
        sla = {"deadline": "8h", "unit": "business"}
        route.stages = [{"name": "Проверка", "approvers": [{"role": "lawyer"}], "quorum": "all", "sla": sla}]
        route.terms = route.terms | {"ask": {"justification": "required"}}

    changed(house, ApprovalRoute, change, code="quote")
    manager = browse("manager")
    page = manager.get(f"/documents/{house.draft}").text
    assert "Проверка" in page
    assert "юрист: Lawyer" in page
    assert "8 рабочих ч" in page
    refused = manager.post(f"/documents/{house.draft}/submit")
    assert refused.status_code == 422
    assert "обоснование" in refused.text
    manager.post("/language", language="en", next="/documents")
    english = manager.post(f"/documents/{house.draft}/submit").text
    assert "lawyer: Lawyer" in english
    assert not {"рабочих", "обоснование"} & set(TAGS.sub(" ", english).split())
    assert manager.post(f"/documents/{house.draft}/submit", justification=WHY).status_code == 303
    assert state(house, house.draft) == "in_approval"


def test_above_the_next_document_it_is_said_which_one_was_decided(browse: Browse, house: House) -> None:
    lawyer = browse("lawyer")
    with house.tools.read() as session:
        number = session.get_one(Document, house.asked).number
    assert decided(lawyer, house, "approve").status_code == 303
    assert f"{number}. Согласовано." in lawyer.get("/inbox").text
