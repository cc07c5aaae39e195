"""Signing on the manager's tablet: handed over, each with a code or PIN, locked until the password."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.installation import PEOPLE, Installation
from tests.journeys.office import CLIENT, DIRECTOR, Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import ask_code, fill_in

PIN = "604831"


@pytest.mark.everywhere
@ON_A_PHONE
def test_two_people_sign_on_the_managers_device(
    window: Open, client: Screen, office: Office, house: Installation
) -> None:
    deal, manager = office.deal(), window("manager", afresh=True)
    office.sent("quote", deal)
    _choose_pin(client, office, deal.client)
    contract = office.sent("contract", deal)

    manager.open(f"/documents/{contract}/in-person")
    expect(manager.text(DIRECTOR)).to_be_visible()
    manager.look("in-person-start", dark=True)
    manager.press("Передать устройство")
    expect(manager.heading()).to_have_text("Передайте устройство")
    expect(manager.text(DIRECTOR)).to_be_visible()
    manager.look("in-person-turn", dark=True)

    manager.press("Это я, открыть документ")
    manager.sees_the_document()
    manager.look("in-person-document")
    ask_code(manager, typed=DIRECTOR)
    manager.page.get_by_label("Код из письма").fill(office.code(PEOPLE["director"], contract))
    manager.press("Подписать договор")
    expect(manager.page.get_by_role("heading", name="Вы подписали договор")).to_be_visible()
    manager.sees_the_document()  # what is still on its way when the device goes on is refused
    manager.look("in-person-signed")
    manager.press("Передать устройство дальше")

    expect(manager.text("Моим PIN-кодом")).to_be_visible()
    manager.look("in-person-next", dark=True)
    manager.open("/documents")  # whoever has the device tries the manager's pages
    expect(manager.heading()).to_have_text("Передайте устройство")
    manager.press("Это я, открыть документ")
    manager.sees_the_document()
    fill_in(manager, typed=CLIENT)
    manager.look("in-person-pin")
    manager.page.locator("#code").fill(PIN)
    manager.press("Подписать договор")
    expect(manager.page.get_by_role("heading", name="Договор подписан всеми сторонами")).to_be_visible()
    manager.sees_the_document()
    manager.press("Передать устройство дальше")

    expect(manager.heading()).to_have_text("Здесь всё готово")
    manager.look("in-person-over", dark=True)
    manager.expects(401)
    _give_back(manager, "не тот пароль")
    expect(manager.text("Пароль не подходит")).to_be_visible()
    manager.look("in-person-wrong-password")
    _give_back(manager, house.passwords[PEOPLE["manager"]])
    expect(manager.page.locator(".standing")).to_be_visible()
    assert office.happened(contract, "device.lent") == office.happened(contract, "device.returned") == 1


def _choose_pin(client: Screen, office: Office, email: str) -> None:
    """Let the client open their own page by a letter and choose a PIN there."""
    client.open("/my")
    client.look("my-ask", dark=True)
    client.page.get_by_label("Ваша почта").fill(email)
    client.press("Прислать ссылку")
    expect(client.heading()).to_have_text("Проверьте почту")
    client.look("my-sent")
    client.open(office.own_page_link(email))
    client.look("my-link")
    client.press("Продолжить")
    expect(client.page.get_by_role("heading", name="Ждут вашего ответа")).to_be_visible()
    client.look("my-page", dark=True)
    client.touch(client.page.locator("summary", has_text="Задать PIN-код"))
    client.page.get_by_label("Новый PIN-код").fill(PIN)
    client.page.get_by_label("Ещё раз").fill(PIN)
    client.look("my-pin")
    client.press("Сохранить PIN-код")
    expect(client.text("PIN-код задан.")).to_be_visible()
    client.look("my-pin-set")


def _give_back(manager: Screen, password: str) -> None:
    lock = manager.page.locator("details.lock")
    if lock.get_attribute("open") is None:
        manager.touch(lock.locator("summary"))
    manager.page.get_by_label("Пароль сотрудника").fill(password)
    manager.press("Снять блокировку")
