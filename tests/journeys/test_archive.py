"""Money and proof: an invoice reaches the client, the accountant pulls a period and checks it without us."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.installation import Installation
from tests.journeys.office import Office
from tests.journeys.screen import PHONE, Screen
from tests.journeys.steps import follow, make, submit


def test_an_invoice_is_issued_and_received(manager: Screen, window: Open, office: Office) -> None:
    deal, client = office.deal(), window("client", at=PHONE)
    manager.open("/")
    invoice = make(manager, deal, "Счёт на оплату")
    submit(manager, state="Согласован")
    manager.press("Выпустить и отправить")
    expect(manager.page.get_by_label("Почта")).to_have_value(deal.client)
    manager.look("invoice-send")
    manager.press("Выпустить и отправить")
    office.crm.wait(invoice, "archived")
    expect(manager.page.locator(".standing")).to_contain_text("В архиве")

    follow(client, office.link(deal.client, invoice))
    expect(client.page.get_by_role("heading", name="Счёт готов к оплате")).to_be_visible()
    client.look("client-invoice")
    with client.page.expect_download() as coming:
        client.press("Скачать счёт")
    assert coming.value.suggested_filename.endswith(".pdf")


@pytest.mark.everywhere
def test_the_accountant_pulls_a_period_and_the_package_proves_itself(
    accountant: Screen, office: Office, house: Installation, tmp_path: Path
) -> None:
    invoice = office.sent("invoice", office.deal())
    number = office.number(invoice)
    accountant.open("/")
    expect(accountant.heading()).to_have_text("Архив")
    accountant.look("archive", dark=True)
    accountant.press("Прошлый месяц")
    expect(accountant.text("За этот период ничего нет")).to_be_visible()
    accountant.look("archive-empty")
    accountant.press("Этот месяц")
    expect(accountant.page.locator(".totals")).to_contain_text(re.compile(r"\d+ документ"))
    with accountant.page.expect_download() as coming:
        accountant.press(f"Скачать пакет {number}")
    package = tmp_path / "package.zip"
    coming.value.save_as(package)
    with accountant.page.expect_download() as everything:
        accountant.press("Скачать всё")
    with ZipFile(everything.value.path()) as together:
        assert package.read_bytes() in [together.read(name) for name in together.namelist()]
        assert number in together.read("реестр.csv").decode()
    root = house.data / "keys/root.pem"
    assert "издатель подтверждён" in house.run("verify", "--root", str(root), str(package))

    accountant.open(f"/documents/{invoice}")
    accountant.sees_the_document()
    accountant.look("accountant-document")
    accountant.open("/documents")
    accountant.look("documents")
