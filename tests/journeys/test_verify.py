"""Anybody checks what they were given: genuine, changed, a package, a stranger's; and whose seal it is."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import FilePayload, expect

from docsvc.demo.people import Recipient
from signing import Keys, create_authority, seal
from tests.journeys.office import CLIENT, DIRECTOR, Office
from tests.journeys.screen import Screen
from tests.unit.incoming.hostile import page

PDF, ZIP = "application/pdf", "application/zip"


@dataclass(frozen=True, slots=True)
class Given:
    """What the client of one contract was given, and its id."""

    document_id: str
    final: bytes
    certificate: bytes
    package: bytes


@pytest.fixture(scope="module")
def given(office: Office) -> Given:
    deal = office.deal()
    document_id = office.signed_by_the_director(deal)
    client = Recipient(office.house.base_url)
    client.follow(office.link(deal.client, document_id))
    client.ask_code(document_id, typed=CLIENT)
    client.sign(document_id, typed=CLIENT, code=office.code(deal.client, document_id))
    client.close()
    office.crm.wait(document_id, "archived")
    return Given(
        document_id, *(office.crm.file(document_id, each) for each in ("final", "certificate", "package"))
    )


def drop(screen: Screen, content: bytes, *, kind: str = PDF, certificate: bytes = b"") -> None:
    """Give the page a file, and its certificate where there is one; wait for the answer."""
    screen.open("/verify")
    payload = FilePayload(name="Документ", mimeType=kind, buffer=content)
    screen.page.get_by_label("Подписанный PDF, протокол подписания").set_input_files(payload)
    if certificate:
        screen.touch(screen.page.get_by_text("Есть протокол подписания"))
        beside = FilePayload(name="Протокол.pdf", mimeType=PDF, buffer=certificate)
        screen.page.get_by_label("Протокол подписания", exact=True).set_input_files(beside)
    screen.press("Проверить")
    expect(screen.page.locator(".verdict")).to_be_visible()


def stranger() -> bytes:
    """Return an invoice of another installation."""
    made = create_authority(organisation="ООО «Чужая»", passphrase=b"x", now=datetime.now(UTC))
    return seal(page(), Keys.load(made, b"x"), reason="Счёт", at=datetime.now(UTC))


@pytest.mark.everywhere
def test_anybody_checks_a_file_and_learns_what_it_is(client: Screen, given: Given) -> None:
    client.open("/login")
    client.press("Проверить подпись в документе")
    client.look("verify", dark=True)
    drop(client, given.final)
    expect(client.heading()).to_have_text("Документ подлинный")
    expect(client.text("Этот файл записан здесь")).to_be_visible()
    for name in (DIRECTOR, CLIENT):
        expect(client.page.locator(".signatures")).to_contain_text(name)
    client.touch(client.page.get_by_text("Чем подписано и почему").first)
    expect(client.text("Что охватывает")).to_be_visible()
    client.look("verify-genuine", dark=True)

    at = given.final.index(b"%PDF-1.7") + 12
    changed = given.final[:at] + bytes([given.final[at] ^ 1]) + given.final[at + 1 :]
    drop(client, changed, certificate=given.certificate)
    expect(client.heading()).to_have_text("Проверка не пройдена")
    expect(client.text("Это не тот файл, который записан")).to_be_visible()
    client.look("verify-changed")

    drop(client, given.package, kind=ZIP)
    expect(client.heading()).to_have_text("Документ подлинный")
    client.look("verify-package")

    drop(client, stranger())
    expect(client.heading()).to_have_text("Документ цел, но издатель неизвестен")
    client.look("verify-stranger")
    drop(client, page())
    expect(client.heading()).to_have_text("В файле нет подписей")


def test_the_page_behind_the_code_leads_to_the_check_and_to_whose_seal_it_is(
    client: Screen, given: Given
) -> None:
    client.open(f"/v/{given.document_id}")
    expect(client.heading()).to_have_text("Документ завершён")
    same = FilePayload(name="Договор.pdf", mimeType=PDF, buffer=given.final)
    client.page.get_by_label("Сверить свой файл").set_input_files(same)
    expect(client.text("Файл тот же самый")).to_be_visible()
    client.look("proof")
    client.press("Чья это печать")
    expect(client.page.get_by_role("heading", name="Отозванные печати")).to_be_visible()
    client.look("trust", dark=True)
    with client.page.expect_download() as coming:
        client.press("Список отозванных")
    assert coming.value.suggested_filename == "revoked.crl"
    client.press("Проверить документ")
    expect(client.heading()).to_have_text("Проверка подписи")


def test_a_seal_that_may_be_in_other_hands_is_revoked_and_old_files_stay_good(
    administrator: Screen, client: Screen, given: Given
) -> None:
    administrator.open("/settings/seal")
    administrator.touch(administrator.page.get_by_text("Отозвать этот ключ").first)
    administrator.look("seal", dark=True)
    administrator.page.once("dialog", lambda asked: asked.accept())
    administrator.press("Отозвать", within=administrator.page.locator(".seal-now"))
    expect(administrator.text("Ключ отозван")).to_be_visible()
    expect(administrator.text("отозван с")).to_be_visible()
    administrator.look("seal-revoked")
    client.open("/trust")
    expect(client.text("Отозван с")).to_be_visible()
    client.look("trust-revoked")
    drop(client, given.final)
    expect(client.heading()).to_have_text("Документ подлинный")
