"""Answers that are not a signature at once: changes and a second round, a refusal, a colleague instead."""

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.envelope import approved, client, director, send
from tests.journeys.office import APPROVERS, Office
from tests.journeys.screen import PHONE, Screen
from tests.journeys.steps import follow

WORDS = "Пункт 3.2: прошу аванс 30 %, а не 40 %."


def test_a_change_is_asked_for_and_seen_in_the_second_round(
    window: Open, manager: Screen, office: Office
) -> None:
    deal = office.deal(apart=True)
    contract = approved(office, "contract", deal)
    send(office, [contract], [client(deal, order=1), director(order=2)])
    first = window("client", at=PHONE)
    follow(first, office.link(deal.client, contract))
    _remark(first)
    first.expects(422)
    first.press("Отправить замечания")
    expect(first.text("Напишите, что изменить")).to_be_visible()
    first.page.get_by_label("Что изменить? Отправитель").fill(WORDS)
    first.look("changes-asked", dark=True)
    first.press("Отправить замечания")
    expect(first.page.get_by_role("heading", name="Замечания отправлены")).to_be_visible()
    first.look("changes-sent")

    office.crm.wait(contract, "draft")
    manager.open(f"/documents/{contract}")
    expect(manager.page.locator(".standing")).to_contain_text("Черновик")
    office.change_deal(deal, payment_terms="аванс 30 %, остальное в течение 10 рабочих дней после акта")
    again = _next_version(office, contract)
    send(office, [again], [client(deal, order=1), director(order=2)])
    second = window("client")
    follow(second, office.link(deal.client, again))
    expect(second.text("Что изменилось с прошлого раза")).to_be_visible()
    expect(second.page.locator(".changed ins").first).to_be_visible()
    expect(second.page.locator(".changed")).to_contain_text(WORDS)
    second.look("second-round", dark=True)


def _remark(reader: Screen) -> None:
    """Open the form for changes, and put nothing into it yet."""
    reader.touch(reader.page.locator("summary", has_text="Попросить изменить"))


def _next_version(office: Office, document_id: str) -> str:
    """Make the document anew from the deal as it is now, and let everybody approve it."""
    manager = office.colleague("manager")
    manager.open(f"/documents/{document_id}/revise")
    manager.submit(f"/documents/{document_id}/revise", comment="Аванс 30 %")
    office.crm.wait_rendered(document_id)
    office.behind.submit(document_id)
    office.behind.approve(document_id, APPROVERS)
    return document_id


def test_a_contract_is_declined_with_a_reason(window: Open, manager: Screen, office: Office) -> None:
    deal = office.deal()
    contract = approved(office, "contract", deal)
    send(office, [contract], [client(deal, order=1), director(order=2)])
    signer = window("client", at=PHONE)
    follow(signer, office.link(deal.client, contract))
    signer.touch(signer.page.locator("summary", has_text="Не подписывать"))
    signer.page.get_by_label("Почему? Отправитель").fill("Выбрали другого исполнителя")
    signer.look("contract-declining")
    signer.press("Отказаться и сообщить причину")
    expect(signer.page.get_by_role("heading", name="Вы отказались")).to_be_visible()
    signer.look("contract-declined")
    manager.open(f"/documents/{contract}")
    expect(manager.page.locator(".standing")).to_contain_text("Клиент отказался")


def test_a_colleague_signs_instead_and_the_old_link_says_so(window: Open, office: Office) -> None:
    deal = office.deal()
    contract = approved(office, "contract", deal)
    send(office, [contract], [client(deal, order=1, may_delegate=True), director(order=2)])
    signer = window("client")
    follow(signer, office.link(deal.client, contract))
    signer.touch(signer.page.locator("summary", has_text="Передать коллеге"))
    signer.expects(422)
    signer.page.get_by_label("Фамилия, имя и отчество", exact=True).fill("Белов Пётр Ильич")
    signer.press("Передать и отправить ссылку")
    expect(signer.page.locator("#to-email-problem")).to_be_visible()
    signer.page.get_by_label("Почта", exact=True).fill(f"belov-{deal.client}")
    signer.page.get_by_label("Почему подпишет он").fill("Отпуск")
    signer.look("delegating")
    signer.press("Передать и отправить ссылку")
    expect(signer.page.get_by_role("heading", name="Теперь отвечает другой человек")).to_be_visible()
    signer.look("delegated")
    colleague = window("client", at=PHONE)
    follow(colleague, office.link(f"belov-{deal.client}", contract))
    expect(colleague.page.locator(".who")).to_contain_text("Белов Пётр Ильич")
