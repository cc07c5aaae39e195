"""Deciding from a letter, without logging in: on the phone on the way, and at a desk."""

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.installation import PEOPLE
from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE, ON_BOTH

REASON = "Предоплата меньше тридцати процентов"


def come_by_the_letter(window: Open, office: Office, contract: str, *, who: str = "finance") -> Screen:
    """Follow the link of a letter in a browser in which nobody has logged in, and read the document."""
    approver = window("somebody")
    approver.open(office.approval_link(PEOPLE[who], contract))
    expect(approver.heading()).to_have_text("Ждём вашего решения")
    approver.look("approve-link", dark=True)
    approver.press("Продолжить")
    approver.sees_the_document()
    assert "/approve/at/" in approver.page.url
    return approver


def choose(approver: Screen, verdict: str) -> None:
    """Go to the answer as a thumb does, and choose one."""
    if approver.phone:
        approver.touch(approver.page.get_by_role("link", name="К решению", exact=True))
    approver.touch(approver.page.get_by_role("radio", name=verdict, exact=True))


@ON_A_PHONE
def test_finance_approves_by_the_link_of_the_letter(window: Open, office: Office) -> None:
    contract = office.submitted("contract", office.deal())
    approver = come_by_the_letter(window, office, contract)
    approver.look("approve", dark=True)
    choose(approver, "Согласовать")
    approver.touch(approver.page.locator(".decision > .primary"))
    expect(approver.text("Вы согласовали договор")).to_be_visible()
    approver.look("approve-done", dark=True)
    assert office.happened(contract, "approval.link_opened") == 1
    assert office.happened(contract, "approval.approve") == 1


@ON_BOTH
def test_finance_returns_a_contract_and_loses_no_word(window: Open, office: Office) -> None:
    contract = office.submitted("contract", office.deal())
    approver = come_by_the_letter(window, office, contract)
    choose(approver, "Вернуть")
    approver.expects(422)
    approver.press("Вернуть на доработку")
    expect(approver.text("Напишите причину: её увидит автор документа.")).to_be_visible()
    expect(approver.page.get_by_label("Что исправить")).to_be_focused()
    approver.look("approve-reason-needed")
    approver.page.get_by_label("Что исправить").fill(REASON)
    approver.press("Вернуть на доработку")
    expect(approver.text("Вы вернули документ на доработку")).to_be_visible()
    expect(approver.text(REASON)).to_be_visible()


def test_the_keyboard_reaches_the_decision(window: Open, office: Office) -> None:
    contract = office.submitted("contract", office.deal())
    approver = come_by_the_letter(window, office, contract)
    approver.tab_to("Согласовать")
    approver.page.keyboard.press("ArrowRight")
    expect(approver.page.get_by_label("Условия", exact=True)).to_be_visible()
    approver.tab_to("Условия")
    approver.page.keyboard.type("Приложить доверенность")
    approver.look("approve-conditions")
    approver.tab_to("Согласовать с условиями")
    approver.page.keyboard.press("Enter")
    expect(approver.text("Вы согласовали договор с условиями")).to_be_visible()


def test_a_link_that_opens_nothing_says_what_to_do(window: Open) -> None:
    somebody = window("somebody")
    somebody.expects(404)
    somebody.open(f"/approve/{'A' * 96}")
    expect(somebody.heading()).to_have_text("Ссылка не открывается")
    somebody.look("approve-invalid", dark=True)
