"""The director goes on leave; the deputy finds the director's documents in the inbox and decides for them."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.office import DIRECTOR, Office
from tests.journeys.screen import PHONE, Screen
from tests.journeys.steps import find_in_inbox

DEPUTY = "Фёдоров Алексей Борисович"


def test_the_deputy_decides_on_behalf_of_the_absent_director(
    window: Open, finance: Screen, manager: Screen, office: Office
) -> None:
    director = window("director", at=PHONE)
    contract = office.approved("contract", office.deal(), by=("lawyer", "finance"))
    _go_on_leave(director)

    find_in_inbox(finance, office.number(contract))
    expect(finance.text(f"Вы решаете за отсутствующего: {DIRECTOR}")).to_be_visible()
    expect(finance.text("Уже решили")).to_be_visible()
    finance.sees_the_document()
    finance.look("inbox-deputy")
    finance.press("Согласовать")
    expect(finance.text("Согласовано.")).to_be_visible()

    manager.open(f"/documents/{contract}")
    expect(manager.page.locator(".standing")).to_contain_text("Согласован")
    expect(manager.page.locator("#stages")).to_contain_text(f"за: {DIRECTOR}")
    manager.look("contract-approved-by-deputy")
    director.press("Закончить")
    expect(director.text("Отсутствий не записано")).to_be_visible()


def _go_on_leave(director: Screen) -> None:
    """Write down a week of leave from today, with the deputy."""
    director.open("/me")
    director.touch(director.page.locator("summary", has_text="Записать отсутствие"))
    today = date.today()  # noqa: DTZ011 -- a person reads the calendar on the wall
    director.page.get_by_label("Первый день").fill(f"{today - timedelta(days=1)}")
    director.page.get_by_label("Последний день").fill(f"{today + timedelta(days=7)}")
    deputy = director.page.get_by_label("Кто решает в это время")
    deputy.select_option(label=f"{DEPUTY}, Финансовый директор")
    director.press("Записать отсутствие")
    expect(director.text(f"Решает: {DEPUTY}")).to_be_visible()
