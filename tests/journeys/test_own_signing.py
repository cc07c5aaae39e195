"""A director signs where they decide: together with the last approval, and twelve documents by one code."""

from playwright.sync_api import expect

from tests.journeys.installation import PEOPLE
from tests.journeys.office import DIRECTOR, Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import find_in_inbox


@ON_A_PHONE
def test_the_director_approves_and_signs_on_one_screen(director: Screen, office: Office) -> None:
    contract = office.approved("contract", office.deal(), by=("lawyer", "finance"))
    find_in_inbox(director, office.number(contract))
    director.look("inbox-sign-too")
    director.press("Согласовать и подписать…")
    director.sees_the_document()
    director.look("approve-and-sign", dark=True)
    tick(director)
    director.press("Получить код")
    director.look("approve-and-sign-code")
    code = director.page.get_by_label("Код из письма")
    director.expects(422)
    right = office.code(PEOPLE["director"], contract)
    code.fill(f"{(int(right) + 1) % 1_000_000:06}")
    director.press("Согласовать и подписать")
    expect(code).to_have_attribute("aria-invalid", "true")
    code.fill(right)
    director.press("Согласовать и подписать")
    expect(director.text("Согласовано и подписано.")).to_be_visible()

    office.behind.send(contract)
    office.crm.wait(contract, "sent")
    assert office.happened(contract, "document.signed") == 1
    director.open("/inbox/sign")
    expect(director.page.get_by_text(office.number(contract))).to_have_count(0)


def test_the_director_signs_twelve_at_once(director: Screen, office: Office) -> None:
    documents = many_sent(office, 12)
    director.open("/inbox/sign")
    director.look("own-signing", dark=True)
    keep_only(director, documents)
    tick(director)
    director.press("Получить код")
    director.look("own-signing-code")
    director.page.get_by_label("Код из письма").fill(office.code(PEOPLE["director"], documents[0]))
    director.press("Подписать отмеченные")
    expect(director.text("Подписано 12 документов.")).to_be_visible()
    director.look("own-signing-done")
    for document in documents:
        assert office.happened(document, "document.signed") == 1


def many_sent(office: Office, number: int) -> list[str]:
    """Send documents that only a lawyer has to approve, all prepared side by side."""
    behind = office.behind
    documents = [behind.make(office.deal().id, "nda") for _ in range(number)]
    for document in documents:
        office.crm.wait_rendered(document)
        behind.submit(document)
        behind.approve(document, ["lawyer"])
        behind.send(document)
    for document in documents:
        office.crm.wait(document, "sent")
    return documents


def keep_only(screen: Screen, documents: list[str]) -> None:
    """Leave those of other stories unticked."""
    for box in screen.page.locator("input[name=document]").all():
        if box.get_attribute("value") not in documents:
            box.uncheck()


def tick(screen: Screen) -> None:
    if screen.page.get_by_label("Принимаю соглаш").count():
        screen.page.get_by_label("Принимаю соглаш").check()
    screen.page.get_by_label("С документом ознакомлен").check()
    screen.page.get_by_label("Ваша подпись").fill(DIRECTOR)
