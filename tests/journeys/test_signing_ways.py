"""Ways to sign: two in turn, drawn and typed, with fields to fill in; without scripts; over a broken line."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Open
from tests.journeys.envelope import approved, client, director, place_fields, send
from tests.journeys.installation import PEOPLE
from tests.journeys.office import CLIENT, DIRECTOR, Office
from tests.journeys.screen import DESK, Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import ask_code, fill_in, follow

DONE = re.compile("подписан|подписали")


@ON_A_PHONE
def test_two_sign_in_turn_one_by_hand_and_one_by_typing(window: Open, office: Office) -> None:
    deal = office.deal()
    contract = approved(office, "contract", deal)
    place_fields(office, contract)
    send(office, [contract], [client(deal, order=1), director(order=2)])

    signer = window("client")
    follow(signer, office.link(deal.client, contract))
    signer.look("sign-fields", dark=True)
    expect(signer.page.locator("[data-left]").first).to_contain_text("1")
    signer.press("Следующее поле", within=signer.page.locator("[data-bar]"))
    question = signer.page.get_by_role("dialog", name="Поле документа")
    question.get_by_label("Ответственный за объект").fill("Петрова Мария, +7 921 000-00-00")
    signer.look("sign-field-sheet")
    signer.press("Готово", within=question)
    expect(signer.page.locator(".spot.is-text")).to_contain_text("Петрова Мария")
    _draw(signer)
    signer.tick("Принимаю соглашение")
    signer.tick("С документом ознакомлен(а)")
    signer.look("sign-drawn", dark=True)
    signer.press("Получить код")
    code = signer.page.get_by_label("Код из письма")
    expect(code).to_be_focused()
    expect(signer.page.locator("[data-pad]")).to_be_visible()
    code.fill(office.code(deal.client, contract))
    signer.press("Подписать договор")
    expect(signer.page.get_by_role("heading", name="Вы подписали договор")).to_be_visible()
    signer.look("sign-drawn-done")

    second = window("client", at=DESK)
    follow(second, office.link(PEOPLE["director"], contract))
    _draw(second)
    second.touch(second.page.get_by_text("Вписать", exact=True))
    ask_code(second, typed=DIRECTOR)
    second.touch(second.page.locator(".faces label").nth(1))
    second.look("sign-typed")
    second.page.get_by_label("Код из письма").fill(office.code(PEOPLE["director"], contract))
    second.press("Подписать договор")
    expect(second.page.get_by_role("heading", name=DONE)).to_be_visible()
    office.crm.wait(contract, "archived")
    signer.page.reload()
    expect(signer.page.get_by_role("heading", name="Договор подписан всеми сторонами")).to_be_visible()
    signer.sees_the_document()
    signer.look("sign-all-done")


def _draw(signer: Screen) -> None:
    """Draw a signature on the pad."""
    signer.touch(signer.page.get_by_text("Нарисовать"))
    pad = signer.page.locator("[data-pad]")
    pad.scroll_into_view_if_needed()
    expect(pad).to_be_visible()
    signer.page.wait_for_function("() => 'SignaturePad' in window")
    _stroke(signer, pad, [(0.1, 0.6), (0.2, 0.2), (0.3, 0.7), (0.4, 0.3), (0.55, 0.65)])
    _stroke(signer, pad, [(0.5, 0.4), (0.7, 0.5), (0.9, 0.35)])
    expect(signer.page.locator("[name=strokes]")).not_to_have_value("")


def _stroke(signer: Screen, pad: Locator, points: list[tuple[float, float]]) -> None:
    box = pad.bounding_box()
    assert box
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    if signer.phone:
        _by_finger(signer, at)
    else:
        _by_mouse(signer, at)


def _by_mouse(signer: Screen, at: list[tuple[float, float]]) -> None:
    mouse = signer.page.mouse
    mouse.move(*at[0])
    mouse.down()
    for x, y in at[1:]:
        mouse.move(x, y, steps=6)
    mouse.up()


def _by_finger(signer: Screen, at: list[tuple[float, float]]) -> None:
    """Draw as a finger does: where the page scrolls instead, nothing is drawn."""
    glass = signer.page.context.new_cdp_session(signer.page)
    for number, (x, y) in enumerate(at):
        kind = "touchMove" if number else "touchStart"
        glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    glass.detach()


@ON_A_PHONE
def test_what_was_filled_in_is_there_on_another_day(window: Open, office: Office) -> None:
    deal = office.deal()
    contract = approved(office, "contract", deal)
    place_fields(office, contract)
    send(office, [contract], [client(deal, order=1), director(order=2)])
    first = window("client")
    follow(first, office.link(deal.client, contract))
    first.page.locator("#panel").get_by_label("Ответственный за объект").fill("Петрова Мария")
    first.page.get_by_label("Ваша подпись: напишите").fill(CLIENT)
    first.press("Сохранить и вернуться позже")
    expect(first.text("Сохранено. Вернитесь по ссылке")).to_be_visible()
    first.look("sign-kept")
    later = window("client")
    follow(later, office.link(deal.client, contract))
    expect(later.page.locator("#panel").get_by_label("Ответственный за объект")).to_have_value(
        "Петрова Мария"
    )
    expect(later.page.get_by_label("Ваша подпись: напишите")).to_have_value(CLIENT)
    expect(later.page.get_by_label("С документом ознакомлен(а)")).not_to_be_checked()


@ON_A_PHONE
def test_a_broken_line_loses_nothing(client: Screen, office: Office) -> None:
    deal = office.deal()
    contract = office.signed_by_the_director(deal)
    follow(client, office.link(deal.client, contract))
    fill_in(client, typed=CLIENT)
    client.page.context.set_offline(True)
    client.press("Получить код")
    again = client.page.get_by_role("button", name="Повторить")
    expect(again).to_be_visible()
    client.look("sign-offline")
    client.page.context.set_offline(False)
    client.touch(again)
    code = client.page.get_by_label("Код из письма")
    expect(code).to_be_focused()
    expect(client.page.get_by_label("Ваша подпись: напишите")).to_have_value(CLIENT)
    client.troubles.noted.clear()  # what Chromium says of a line that is cut is the point of this story
    code.fill(office.code(deal.client, contract))
    client.press("Подписать договор")
    expect(client.page.get_by_role("heading", name=DONE)).to_be_visible()


def test_a_contract_is_signed_without_scripts(window: Open, office: Office) -> None:
    deal = office.deal()
    contract = office.signed_by_the_director(deal)
    plain = window("client", scripts=False)
    plain.open(office.link(deal.client, contract))
    plain.press("Продолжить")
    expect(plain.page.get_by_role("img", name="Первая страница документа")).to_be_visible()
    fill_in(plain, typed=CLIENT)
    plain.press("Получить код")
    plain.page.get_by_label("Код из письма").fill(office.code(deal.client, contract))
    plain.press("Подписать договор")
    expect(plain.page.get_by_role("heading", name=DONE)).to_be_visible()
    noted = plain.troubles.noted
    noted[:] = [each for each in noted if not each.endswith(".js: csp")]  # how Chromium runs none


def test_a_contract_with_fields_is_signed_by_keyboard_alone(window: Open, office: Office) -> None:
    deal = office.deal()
    contract = approved(office, "contract", deal)
    place_fields(office, contract)
    send(office, [contract], [client(deal, order=1), director(order=2)])
    signer = window("client")
    signer.open(office.link(deal.client, contract))
    signer.tab_to("Продолжить")
    keyboard = signer.page.keyboard
    keyboard.press("Enter")
    signer.sees_the_document()
    signer.tab_to("Следующее поле")
    keyboard.press("Enter")
    keyboard.type("Петрова Мария")
    keyboard.press("Enter")
    expect(signer.page.locator(".spot.is-text")).to_contain_text("Петрова Мария")
    signer.tab_to("Ваша подпись: напишите")
    keyboard.type(CLIENT)
    for words in ("Принимаю соглашение", "С документом ознакомлен(а)"):
        signer.tab_to(words)
        keyboard.press("Space")
    signer.tab_to("Получить код")
    keyboard.press("Enter")
    expect(signer.page.get_by_label("Код из письма")).to_be_focused()
    keyboard.type(office.code(deal.client, contract))
    keyboard.press("Enter")
    expect(signer.page.get_by_role("heading", name="Вы подписали договор")).to_be_visible()
