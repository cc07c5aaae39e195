"""A document that is not good enough: returned with a comment, mended, submitted again; or decided late."""

from playwright.sync_api import expect

from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import find_in_inbox, submit

COMMENT = "В пункте оплаты нет срока для второго платежа"
ANSWER = "Добавили срок второго платежа: 10 рабочих дней"


@ON_A_PHONE
def test_a_contract_is_returned_mended_and_submitted_again(
    manager: Screen, lawyer: Screen, office: Office
) -> None:
    contract = office.submitted("contract", office.deal())
    number = office.number(contract)
    find_in_inbox(lawyer, number)
    lawyer.press("Вернуть на доработку")
    expect(lawyer.page.get_by_label("Комментарий")).to_be_focused()
    lawyer.look("inbox-comment-needed")
    lawyer.page.get_by_label("Комментарий").fill(COMMENT)
    lawyer.press("Вернуть на доработку")
    expect(lawyer.text("Возвращено автору с вашей причиной.")).to_be_visible()

    manager.open(f"/documents/{contract}")
    expect(manager.page.locator(".standing")).to_contain_text("Черновик")
    expect(manager.page.get_by_role("status").filter(has_text=COMMENT)).to_be_in_viewport()
    manager.look("contract-returned")
    manager.touch(manager.page.get_by_label("Другие действия"))
    manager.look("contract-menu")
    manager.press("Сделать новую версию")
    manager.page.get_by_label("Что изменилось и почему").fill(ANSWER)
    manager.look("contract-revise")
    manager.press("Сделать новую версию")
    manager.sees_the_document()
    submit(manager, state="На согласовании")

    find_in_inbox(lawyer, number)
    expect(lawyer.text("Что изменилось с версии 1.0")).to_be_visible()
    expect(lawyer.text(ANSWER)).to_be_visible()
    lawyer.sees_the_document()
    lawyer.look("inbox-second-time")
    lawyer.press("Согласовать")
    expect(lawyer.text("Согласовано.")).to_be_visible()


def test_the_second_of_two_tabs_is_told_that_it_is_decided(lawyer: Screen, office: Office) -> None:
    contract = office.submitted("contract", office.deal())
    lawyer.open(f"/inbox/{contract}")
    late = lawyer.another_tab()
    late.open(f"/inbox/{contract}")
    late.page.get_by_label("Комментарий").fill("Передумала")  # else the page would make itself fresh
    lawyer.press("Согласовать")
    expect(lawyer.text("Согласовано.")).to_be_visible()
    late.expects(409)
    late.press("Вернуть на доработку")
    expect(late.heading()).to_have_text("Пока вы смотрели, всё изменилось")
    late.look("stale")


@ON_A_PHONE
def test_a_withdrawn_document_tells_its_approver_why_it_cannot_be_decided(
    manager: Screen, lawyer: Screen, office: Office
) -> None:
    contract = office.submitted("contract", office.deal())
    lawyer.open(f"/inbox/{contract}")
    lawyer.page.get_by_label("Комментарий").fill("Читаю")  # a page in which nobody writes makes itself fresh
    manager.open(f"/documents/{contract}")
    manager.touch(manager.page.get_by_label("Другие действия"))
    manager.press("Отозвать…")
    manager.page.get_by_label("Причина").fill("Клиент передумал")
    manager.look("contract-withdraw")
    manager.press("Отозвать документ")
    expect(manager.page.locator(".standing")).to_contain_text("Отозван")
    lawyer.expects(409)
    lawyer.press("Согласовать")
    expect(lawyer.heading()).to_have_text("Пока вы смотрели, всё изменилось")
