"""What several stories have in common, in the words of the pages."""

import re

from playwright.sync_api import expect

from tests.journeys.office import CLIENT, Deal, Office
from tests.journeys.screen import Screen

READ_IT = re.compile(r"С документ(ом|ами) ознакомлен\(а\)")
"""What is ticked before signing one document, or several."""


def make(manager: Screen, deal: Deal, kind: str) -> str:
    """Make a document in three clicks from anywhere: «plus», the deal, the kind; return its id."""
    manager.press("Новый документ")
    manager.touch(manager.page.get_by_role("link", name=deal.title))
    manager.press(kind)
    expect(manager.page.locator(".standing")).to_contain_text("Черновик")
    manager.sees_the_document()
    return document_id(manager)


def document_id(screen: Screen) -> str:
    """Return the document whose page this is."""
    return screen.page.url.rsplit("/", 1)[-1].partition("?")[0].partition("#")[0]


def submit(manager: Screen, *, state: str) -> None:
    """Send the document on the page for approval."""
    manager.press("Отправить на согласование")
    expect(manager.page.locator(".standing")).to_contain_text(state)


def find_in_inbox(approver: Screen, number: str) -> None:
    """Open the inbox, and in it the document."""
    approver.open("/inbox")
    approver.touch(approver.page.get_by_role("link", name=number).first)
    expect(approver.page.locator("#pane h2").first).to_contain_text(number)


def follow(recipient: Screen, link: str) -> None:
    """Open the link of a letter, go on to the document and read it."""
    recipient.open(link)
    recipient.press("Продолжить")
    expect(recipient.heading()).to_contain_text("№")
    recipient.sees_the_document()


def fill_in(signer: Screen, *, typed: str) -> None:
    """Agree, consent and type the signature."""
    agreement = signer.page.get_by_label("Принимаю соглашение")
    if agreement.count():
        signer.tick("Принимаю соглашение")
    signer.tick(READ_IT)
    signer.page.get_by_label("Ваша подпись").fill(typed)


def ask_code(signer: Screen, *, typed: str) -> None:
    """Fill everything in and ask for a code."""
    fill_in(signer, typed=typed)
    signer.press("Получить код")
    expect(signer.page.get_by_label("Код из письма")).to_be_focused()


def sign(signer: Screen, office: Office, document: str, *, email: str, typed: str = CLIENT) -> None:
    """Agree, type the signature, ask for a code and enter it."""
    ask_code(signer, typed=typed)
    signer.page.get_by_label("Код из письма").fill(office.code(email, document))
    signer.press("Подписать договор")
