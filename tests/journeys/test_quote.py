"""A quote: made in three clicks, sent, accepted on the spot, or refused, or too late."""

import pytest
from playwright.sync_api import expect

from tests.journeys.installation import Installation
from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import follow, make, submit


@pytest.mark.everywhere
@ON_A_PHONE
def test_a_quote_is_made_in_three_clicks_and_accepted_by_the_client(
    manager: Screen, client: Screen, office: Office
) -> None:
    deal = office.deal()
    manager.open("/")
    quote = make(manager, deal, "Коммерческое предложение")
    manager.look("quote-draft")
    submit(manager, state="Согласован")
    manager.press("Отправить клиенту")
    expect(manager.page.get_by_label("Почта")).to_have_value(deal.client)
    manager.page.get_by_label("Сообщение в письме").fill("Андрей Петрович, предложение, как договорились.")
    manager.look("quote-send")
    manager.press("Отправить клиенту")
    expect(manager.page.locator(".standing")).to_contain_text("Отправлен")
    manager.look("quote-sent")

    client.open(office.link(deal.client, quote))
    client.look("link", dark=True)
    client.press("Продолжить")
    expect(client.heading()).to_contain_text("Коммерческое предложение")
    expect(client.text("предложение, как договорились")).to_be_visible()
    client.sees_the_document()
    client.look("client-quote", dark=True)
    client.tick("С документом ознакомлен(а)")
    client.press("Принять предложение")
    expect(client.page.get_by_role("heading", name="Предложение принято")).to_be_visible()
    client.look("client-quote-accepted")

    office.crm.wait(quote, "archived")
    manager.open("/")
    manager.look("manager-home", dark=True)
    manager.open(f"/documents/{quote}")
    expect(manager.page.locator(".standing")).to_contain_text("В архиве")
    expect(manager.page.locator(".standing")).to_contain_text("Принято: ")
    manager.sees_the_document()
    manager.look("quote-archived")


def test_a_client_declines_with_a_reason_and_the_manager_reads_it(
    manager: Screen, client: Screen, office: Office
) -> None:
    deal = office.deal()
    quote = office.sent("quote", deal)
    follow(client, office.link(deal.client, quote))
    client.touch(client.page.locator("summary", has_text="Отказаться от предложения"))
    client.expects(422)
    client.press("Отказаться и сообщить причину")
    expect(client.text("Напишите причину: её увидит отправитель.")).to_be_visible()
    client.look("client-decline")
    client.page.get_by_label("Почему?").fill("Дорого: ждём скидку на камеры")
    client.press("Отказаться и сообщить причину")
    expect(client.page.get_by_role("heading", name="Вы отказались")).to_be_visible()
    client.look("client-declined")

    manager.open(f"/documents/{quote}")
    expect(manager.page.locator(".standing")).to_contain_text("Клиент отказался")
    expect(manager.page.get_by_role("status").filter(has_text="Дорого: ждём скидку")).to_be_in_viewport()
    manager.look("quote-declined")


@pytest.mark.everywhere
@ON_A_PHONE
def test_a_client_who_comes_too_late_is_told_so(client: Screen, office: Office, house: Installation) -> None:
    deal = office.deal()
    quote = office.sent("quote", deal)
    link = office.link(deal.client, quote)
    follow(client, link)
    house.let_the_sending_run_out(quote)
    client.tick("С документом ознакомлен(а)")
    client.press("Принять предложение")
    expect(client.page.get_by_role("heading", name="Срок ответа прошёл")).to_be_visible()
    client.look("client-expired")

    client.expects(404)
    client.open(link)
    expect(client.heading()).to_have_text("Документ не открывается")
    client.look("link-expired")
