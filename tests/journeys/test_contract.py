"""A contract: made, approved by three people, signed by two, sealed, archived, and proven without us."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.installation import PEOPLE
from tests.journeys.office import CLIENT, DIRECTOR, Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import ask_code, fill_in, find_in_inbox, follow, make, sign, submit


@pytest.mark.everywhere
def test_a_contract_is_made_and_approved_by_the_lawyer_finance_and_the_director(
    manager: Screen, lawyer: Screen, finance: Screen, director: Screen, office: Office
) -> None:
    deal = office.deal()
    manager.open("/deals")
    manager.look("deals")
    contract = make(manager, deal, "Договор")
    submit(manager, state="На согласовании")
    expect(manager.text("Ждём решения: Юрист (Смирнова Екатерина Львовна), Финансы (")).to_be_visible()
    manager.look("contract-in-approval")
    number = office.number(contract)

    _approve_by_keyboard(lawyer, number)
    expect(lawyer.text("Согласовано.")).to_be_visible()
    lawyer.look("inbox-decided")

    find_in_inbox(finance, number)
    finance.sees_the_document()
    finance.press("Согласовать")
    expect(finance.text("Согласовано.")).to_be_visible()

    find_in_inbox(director, number)
    director.sees_the_document()
    director.press("Согласовать")
    expect(director.text("Согласовано.")).to_be_visible()

    manager.open(f"/documents/{contract}")
    expect(manager.page.locator(".standing")).to_contain_text("Согласован")
    manager.look("contract-approved")


@ON_A_PHONE
def test_the_director_approves_a_contract_on_a_phone(director: Screen, office: Office) -> None:
    contract = office.approved("contract", office.deal(), by=("lawyer", "finance"))
    find_in_inbox(director, office.number(contract))
    director.sees_the_document()
    director.look("inbox-director")
    director.press("Согласовать")
    expect(director.text("Согласовано.")).to_be_visible()
    office.crm.wait(contract, "approved")


def _approve_by_keyboard(lawyer: Screen, number: str) -> None:
    """Walk to the document with `j`, open it with Enter, approve it with `a` and say yes."""
    lawyer.open("/inbox")
    lawyer.look("inbox")
    keyboard = lawyer.page.keyboard
    keyboard.press("j")
    focused = lawyer.page.locator("[data-row]:focus")
    for _ in range(lawyer.page.locator("[data-row]").count()):
        if number in focused.inner_text():
            break
        keyboard.press("j")
    expect(focused).to_contain_text(number)
    keyboard.press("Enter")
    expect(lawyer.page.locator("#pane h2").first).to_contain_text(number)
    lawyer.sees_the_document()
    lawyer.look("inbox-lawyer", dark=True)
    keyboard.press("a")
    expect(lawyer.page.get_by_role("dialog")).to_contain_text(f"Согласовать {number}?")
    keyboard.press("Enter")


@pytest.mark.everywhere
@ON_A_PHONE
def test_the_director_and_the_client_sign_a_contract(
    director: Screen, client: Screen, manager: Screen, office: Office
) -> None:
    deal = office.deal()
    contract = office.sent("contract", deal)

    follow(director, office.link(PEOPLE["director"], contract))
    sign(director, office, contract, email=PEOPLE["director"], typed=DIRECTOR)
    expect(director.page.get_by_role("heading", name="Вы подписали договор")).to_be_visible()
    director.look("director-signed")

    follow(client, office.link(deal.client, contract))
    client.look("client-contract", dark=True)
    client.touch(client.page.locator("summary", has_text="Текст соглашения"))
    client.look("client-agreement")
    client.expects(422)
    client.press("Получить код")
    expect(client.text("Отметьте согласие")).to_be_visible()
    client.look("client-contract-unfilled")
    ask_code(client, typed=CLIENT)
    client.look("client-contract-code", dark=True)
    code = client.page.get_by_label("Код из письма")
    code.fill("000000")
    client.press("Подписать договор")
    expect(code).to_have_attribute("aria-invalid", "true")
    client.look("client-wrong-code")
    expect(client.page.get_by_label("Ваша подпись")).to_have_value(CLIENT)
    code.fill(office.code(deal.client, contract))
    client.press("Подписать договор")
    expect(client.page.get_by_role("heading", name="Договор подписан всеми сторонами")).to_be_visible()
    client.sees_the_document()
    client.look("client-contract-signed", dark=True)
    client.press("Проверить подлинность файла")
    expect(client.heading()).to_have_text("Документ завершён")
    client.look("proof", dark=True)

    office.crm.wait(contract, "archived")
    manager.open(f"/documents/{contract}")
    expect(manager.page.locator(".standing")).to_contain_text("В архиве")
    expect(manager.page.locator(".standing")).to_contain_text("Подписано: ")
    manager.sees_the_document()
    manager.look("contract-archived", dark=True)


def test_a_contract_is_signed_by_keyboard_alone(client: Screen, office: Office) -> None:
    deal = office.deal()
    contract = office.signed_by_the_director(deal)
    client.open(office.link(deal.client, contract))
    client.tab_to("Продолжить")
    client.page.keyboard.press("Enter")
    expect(client.heading()).to_contain_text("Договор")
    client.sees_the_document()
    client.tab_to("Ваша подпись: напишите")
    client.page.keyboard.type(CLIENT)
    client.tab_to("Принимаю соглашение")
    client.page.keyboard.press("Space")
    client.tab_to("С документом ознакомлен(а)")
    client.page.keyboard.press("Space")
    client.tab_to("Получить код")
    client.page.keyboard.press("Enter")
    expect(client.page.get_by_label("Код из письма")).to_be_focused()
    client.page.keyboard.type(office.code(deal.client, contract))
    client.tab_to("Подписать договор")
    client.page.keyboard.press("Enter")
    expect(client.page.get_by_role("heading", name=re.compile("подписан|подписали"))).to_be_visible()


@ON_A_PHONE
def test_a_double_tap_signs_once(client: Screen, office: Office) -> None:
    deal = office.deal()
    contract = office.signed_by_the_director(deal)
    follow(client, office.link(deal.client, contract))
    ask_code(client, typed=CLIENT)
    client.page.get_by_label("Код из письма").fill(office.code(deal.client, contract))
    client.page.get_by_role("button", name="Подписать договор").dblclick()
    expect(client.page.get_by_role("heading", name=re.compile("подписан|подписали"))).to_be_visible()
    office.crm.wait(contract, "archived")
    assert office.happened(contract, "document.signed") == 2  # the director once and the client once


def test_the_second_of_two_tabs_is_told_that_the_contract_is_signed(window: Open, office: Office) -> None:
    deal = office.deal()
    contract = office.signed_by_the_director(deal)
    link = office.link(deal.client, contract)
    first = window("client")
    follow(first, link)
    second = first.another_tab()
    follow(second, link)
    sign(first, office, contract, email=deal.client)
    expect(first.page.get_by_role("heading", name=re.compile("подписан|подписали"))).to_be_visible()
    fill_in(second, typed=CLIENT)
    second.press("Получить код")
    expect(second.page.get_by_role("heading", name=re.compile("подписан|подписали"))).to_be_visible()
