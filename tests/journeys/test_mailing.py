"""One offer to three people: their list is looked through and mended, goes out, and is watched."""

from contextlib import closing

import pytest
from playwright.sync_api import FilePayload, expect

from docsvc.demo.people import Recipient
from tests.journeys.installation import Installation
from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.steps import document_id

PEOPLE = (
    ("Ветрова Анна Сергеевна", "vetrova", "ООО «Парус»"),
    ("Гончаров Пётр", "goncharov", "ООО «Якорь»"),
)


@pytest.mark.everywhere
def test_an_offer_goes_to_many_and_one_of_them_accepts(
    manager: Screen, office: Office, house: Installation
) -> None:
    quote = office.submitted("quote", office.deal())
    manager.open(f"/documents/{quote}/mailing")
    manager.look("mailing", dark=True)
    lines = [f"{name};{_email(manager, who)};{firm}" for name, who, firm in PEOPLE]
    content = "\n".join(["ФИО;Почта;Организация", *lines, "Долин Олег;почты нет;ООО «Мачта»"])
    manager.page.get_by_label("Список людей").set_input_files(
        FilePayload(name="клиенты.csv", mimeType="text/csv", buffer=content.encode())
    )
    manager.page.get_by_label("Сообщение в письме").fill("Цены действуют до конца месяца.")
    manager.press("Проверить список")
    expect(manager.text("1 строку надо исправить")).to_be_visible()
    expect(manager.page.locator("tr.wrong")).to_contain_text("Долин Олег")
    manager.look("mailing-wrong", dark=True)

    box = manager.page.get_by_label("Одна строка — один человек")
    box.fill(box.input_value().replace("почты нет", _email(manager, "dolin")))
    manager.press("Проверить снова")
    expect(manager.page.locator("tr.wrong")).to_have_count(0)
    expect(manager.page.get_by_label("Сообщение в письме")).to_have_value("Цены действуют до конца месяца.")
    manager.look("mailing-right")
    manager.press("Отправить 3 копии")

    tile = manager.page.locator(".tile", has_text="Письмо ушло")
    expect(tile).to_contain_text("3")  # the page follows by itself
    manager.look("mailing-sent", dark=True)
    row = manager.page.locator("tbody tr", has_text="Ветрова")
    copy = (row.get_by_role("link").get_attribute("href") or "").rsplit("/", 1)[-1]
    with closing(Recipient(house.base_url)) as client:
        client.follow(office.link(_email(manager, "vetrova"), copy))
        client.accept(copy)
    office.crm.wait(copy, "archived")
    manager.page.reload()
    expect(row).to_contain_text("Готово")
    expect(manager.text("Ответили 1 из 3")).to_be_visible()
    manager.look("mailing-results")
    with manager.page.expect_download() as table:
        manager.press("CSV")
    assert "Ветрова Анна Сергеевна" in table.value.path().read_text(encoding="utf-8-sig")
    manager.touch(row.get_by_role("link"))
    expect(manager.page.locator(".standing")).to_be_visible()
    assert document_id(manager) == copy


def _email(screen: Screen, who: str) -> str:
    """Return an address of this story alone."""
    return f"{who}-{screen.size}@many.example"
