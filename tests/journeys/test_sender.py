"""A sender steers a sending that is out: looks, reminds, corrects, replaces, and voids what was signed."""

from contextlib import closing

from playwright.sync_api import Locator, expect

from docsvc.demo.people import Recipient
from tests.journeys.installation import Installation
from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE

COME_BACK = "() => document.dispatchEvent(new Event('visibilitychange'))"
"""What a browser says when its window is looked at again: the page asks at once whether it is out of date."""
NEWCOMER = "Морозова Вера Ильинична"


@ON_A_PHONE
def test_a_sender_reminds_corrects_replaces_and_voids(
    manager: Screen, office: Office, house: Installation
) -> None:
    deal = office.deal()
    contract = office.signed_by_the_director(deal)
    link = office.link(deal.client, contract)  # written once the director's signature is in
    manager.open(f"/documents/{contract}/sending")
    person = manager.page.locator(".person", has_text=deal.client)
    expect(person).to_contain_text("приглашён(а)")
    manager.look("sender", dark=True)

    manager.expects(429)
    _act(manager, person, "Напомнить сейчас")
    expect(manager.text("Писать чаще раза в час незачем")).to_be_visible()
    manager.look("sender-too-soon")
    house.let_the_invitations_grow_old(contract)
    _act(manager, person, "Напомнить сейчас")
    expect(manager.text("Напоминание отправлено.")).to_be_visible()

    manager.open(f"/documents/{contract}/sending")
    manager.page.get_by_label("Сообщение в письме").fill("Ждём до пятницы.")
    manager.page.get_by_label("Ссылки действуют до").fill("2099-12-31")
    manager.press("Сохранить")
    expect(manager.text("Отправка изменена.")).to_be_visible()

    manager.open(f"/documents/{contract}/sending")
    with closing(Recipient(house.base_url)) as reader:
        reader.follow(link)
    manager.page.evaluate(COME_BACK)
    expect(person).to_contain_text("открыл(а)")  # by itself

    newcomer = f"morozova-{manager.size}@prichal.example"
    manager.touch(manager.page.locator("summary", has_text="Исправить или заменить").last)
    form = manager.page.locator("details.inner[open]")
    form.get_by_label("Имя и фамилия").fill(NEWCOMER)
    form.get_by_label("Почта").fill(newcomer)
    form.get_by_label("Почему").fill("Подписывает главный бухгалтер")
    manager.look("sender-instead", dark=True)
    manager.press("Заменить и отправить ссылку")
    expect(manager.text("Получатель заменён")).to_be_visible()
    manager.open(f"/documents/{contract}/sending")
    expect(manager.page.locator(".person", has_text=newcomer)).to_contain_text("вместо")
    manager.look("sender-replaced")

    signs(house, office, contract, newcomer)
    office.crm.wait(contract, "archived")
    manager.open(f"/documents/{contract}")
    manager.touch(manager.page.get_by_label("Другие действия"))
    manager.press("Аннулировать")
    manager.page.get_by_label("Причина").fill("Подписан не тот вариант")
    manager.look("sender-void", dark=True)
    manager.press("Аннулировать документ")
    expect(manager.page.locator(".standing")).to_contain_text("Аннулирован")
    manager.look("sender-voided")
    assert office.happened(contract, "document.voided") == 1


def _act(manager: Screen, person: Locator, words: str) -> None:
    manager.touch(person.locator("summary.btn-icon"))
    manager.press(words, within=person)


def signs(house: Installation, office: Office, contract: str, email: str) -> None:
    """Open the newcomer's own link and sign."""
    with closing(Recipient(house.base_url)) as reader:
        reader.follow(office.link(email, contract))
        reader.ask_code(contract, typed=NEWCOMER)
        reader.sign(contract, typed=NEWCOMER, code=office.code(email, contract))
