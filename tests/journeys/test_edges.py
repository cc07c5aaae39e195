"""Where a story goes wrong: links that open nothing, pages that are not there, doors that stay shut."""

import re

from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Open
from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE, ON_BOTH


def test_a_mangled_or_foreign_link_opens_nothing(client: Screen, office: Office) -> None:
    deal = office.deal()
    quote = office.sent("quote", deal)
    link = office.link(deal.client, quote)
    client.expects(404)
    client.open(link[:-2] + ("aa" if link[-2:] != "aa" else "bb"))
    expect(client.heading()).to_have_text("Документ не открывается")
    client.look("link-mangled")
    client.open(f"/sign/{quote}")
    expect(client.heading()).to_have_text("Документ не открывается")


def test_a_page_that_is_not_there_says_what_to_do(client: Screen, manager: Screen) -> None:
    client.expects(404)
    client.open("/no-such-page")
    expect(client.heading()).to_have_text("Здесь ничего нет")
    client.look("not-found", dark=True)
    manager.expects(404)
    manager.open("/documents/no-such-document")
    expect(manager.heading()).to_have_text("Здесь ничего нет")


def test_a_stranger_is_asked_to_log_in_and_comes_where_they_wanted(client: Screen) -> None:
    client.open("/documents?kind=contract")
    expect(client.heading()).to_have_text("Вход")


def test_a_manager_may_not_open_the_settings(manager: Screen) -> None:
    manager.expects(403)
    manager.open("/settings")
    expect(manager.heading()).to_have_text("Сюда нужен другой доступ")
    manager.look("forbidden")


def test_lists_are_narrowed_without_leaving_the_page(manager: Screen, office: Office) -> None:
    deal = office.deal()
    quote = office.submitted("quote", deal)
    manager.open("/documents")
    manager.page.get_by_label("Искать в документах").fill(office.number(quote))
    expect(manager.page.locator("[data-row]")).to_have_count(1)
    manager.look("documents-narrowed")
    manager.page.get_by_label("Искать в документах").fill("нет такого")
    expect(manager.text("Ничего не нашлось")).to_be_visible()
    manager.look("documents-nothing")


@ON_A_PHONE
def test_everything_that_a_deal_lacks_is_asked_in_one_form(manager: Screen, office: Office) -> None:
    deal = office.deal(incomplete=True)
    manager.expects(422)
    manager.open(f"/deals/{deal.id}")
    manager.look("deal")
    manager.press("Договор")
    expect(manager.heading()).to_have_text("Договор: не хватает данных")
    manager.look("deal-missing")
    manager.page.get_by_label("ИНН клиента").fill("7813450626")
    manager.page.get_by_label("Адрес клиента").fill("197101, г. Санкт-Петербург, ул. Большая Портовая, д. 18")
    manager.page.get_by_label("Основание полномочий подписанта клиента").fill("Устава")
    manager.press("Сделать документ")
    manager.sees_the_document()
    expect(manager.page.locator(".standing")).to_contain_text("Черновик")


@ON_BOTH
def test_the_places_and_the_keys_are_at_hand(manager: Screen) -> None:
    manager.open("/documents")
    if manager.phone:
        manager.touch(manager.page.get_by_label("Меню"))
        manager.look("menu", dark=True, here=True)
        manager.touch(
            manager.page.get_by_role("navigation", name="Разделы").get_by_role("link", name="Сделки")
        )
        expect(manager.heading()).to_have_text("Сделки")
    else:
        manager.page.keyboard.press("/")
        expect(manager.page.get_by_label("Поиск по документам")).to_be_focused()
        manager.touch(manager.page.get_by_label("Вы вошли как"))
        manager.press("Клавиши")
        expect(manager.page.get_by_role("dialog", name="Клавиши")).to_be_visible()
        manager.look("keyboard", dark=True, here=True)


@ON_BOTH
def test_the_pages_speak_english_too(window: Open) -> None:
    manager = window("manager", afresh=True)
    manager.open("/")
    if manager.phone:
        manager.touch(manager.page.get_by_label("Вы вошли как"))
    manager.press("English")
    expect(manager.page.locator("html")).to_have_attribute("lang", "en")
    expect(manager.page).to_have_title(re.compile("Home"))
    manager.look("english-home")


def test_a_click_is_not_lost_to_a_page_that_makes_itself_fresh(manager: Screen, office: Office) -> None:
    quote = office.submitted("quote", office.deal())
    page = manager.page
    manager.open(f"/documents/{quote}")
    asked, wanted = held(page, "**/mark?*"), held(page, "**/deals")
    with page.expect_request("**/mark?*"):
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    with page.expect_request("**/deals"):
        page.evaluate("() => { location.href = '/deals'; }")
    asked[0].fulfill(status=200, body="newer")
    page.wait_for_timeout(500)
    wanted[0].continue_()
    page.unroute_all()
    expect(manager.heading()).to_have_text("Сделки")


def test_a_page_is_not_made_fresh_under_the_hand_of_somebody(manager: Screen, office: Office) -> None:
    quote = office.submitted("quote", office.deal())
    page = manager.page
    manager.open(f"/documents/{quote}")
    page.evaluate("() => { window.before = true; }")
    page.route("**/mark?*", lambda route: route.fulfill(status=200, body="newer"))
    manager.heading().click()
    with page.expect_response("**/mark?*"):
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.before")
    page.wait_for_function("() => !window.before")  # once the hand has left it
    page.unroute_all()


def held(page: Page, address: str) -> list[Route]:
    """Keep requests to the address waiting; return where they will be found."""
    caught: list[Route] = []

    def catch(route: Route) -> None:
        caught.append(route)

    page.route(address, catch)
    return caught
