"""The administrator: what is set up and what is not, people, settings, and a letter that has no way out."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.installation import PEOPLE, Installation
from tests.journeys.office import Office
from tests.journeys.screen import Screen


def test_the_administrator_sees_what_is_missing_and_passes_a_link_on(
    window: Open, house: Installation, office: Office
) -> None:
    deal = office.deal()
    quote = office.sent("quote", deal)
    administrator = window("the administrator, not logged in")
    page = administrator.page

    administrator.open("/")
    administrator.look("login", dark=True)
    page.get_by_label("Рабочая почта").fill(PEOPLE["administrator"])
    page.get_by_label("Пароль").fill(house.passwords[PEOPLE["administrator"]])
    administrator.press("Войти")

    expect(administrator.heading()).to_have_text("Главная")
    expect(page.get_by_role("heading", name="Что настроить")).to_be_visible()
    administrator.look("administrator-home", dark=True)

    administrator.open("/settings")
    administrator.look("settings")
    administrator.press("Открыть список")
    expect(page.get_by_role("link", name="Смирнова Екатерина Львовна")).to_be_visible()
    administrator.look("users")
    administrator.press("Смирнова Екатерина Львовна")
    expect(administrator.heading()).to_contain_text("Смирнова")
    administrator.look("user")

    administrator.open("/settings")
    administrator.press("ООО «Технополе Инжиниринг»", within=page.locator("main"))
    expect(page.get_by_label("ИНН (обязательно)")).to_have_value("7708452173")
    administrator.look("entity")

    administrator.open("/settings")
    administrator.press("Открыть письма")
    expect(administrator.text("Почтовый сервер не задан")).to_be_visible()
    administrator.look("mail")
    page.get_by_label("Искать письмо").fill(deal.client)
    administrator.press("Показать")
    administrator.press("Приглашение")
    expect(page.locator(".letter")).not_to_contain_text(re.compile("/s/[A-Za-z0-9_-]"))
    administrator.look("letter")
    administrator.press("Открыть ссылку и код")
    expect(page.get_by_role("link", name=f"{house.base_url}/s/")).to_be_visible()
    administrator.look("letter-revealed")

    administrator.open(f"/documents/{quote}")
    administrator.touch(page.locator("summary", has_text="История"))
    expect(administrator.text("Администратор открыл письмо со ссылкой или кодом")).to_be_visible()
    administrator.look("document-history")


def test_the_administrator_can_reach_every_page_of_the_settings(administrator: Screen) -> None:
    for name, path in {
        "operations": "/settings/operations",
        "jobs": "/settings/jobs",
        "keys": "/settings/keys",
        "user-new": "/settings/people/new",
        "entity-new": "/settings/organisation/new",
        "templates": "/templates",
        "me": "/me",
    }.items():
        administrator.open(path)
        administrator.look(name)


def test_the_description_of_the_api_is_a_page_without_third_parties(administrator: Screen) -> None:
    # The page is Swagger UI as its makers wrote it: its colours are theirs, so axe is not asked.
    administrator.open("/api/v1/docs")
    expect(administrator.text("/deals")).to_be_visible()
