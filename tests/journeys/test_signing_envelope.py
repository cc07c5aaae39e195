"""Several documents in one envelope, and signatures made outside."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.journeys.conftest import Open
from tests.journeys.envelope import QUALIFIED, approved, client, director, place_fields, send
from tests.journeys.office import CLIENT, Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import ask_code, follow

SUBJECT = f"/CN={CLIENT}"


@ON_A_PHONE
def test_an_envelope_of_three_takes_one_consent_and_one_code(window: Open, office: Office) -> None:
    deal = office.deal()
    contract = approved(office, "contract", deal)
    second = approved(office, "contract", deal)
    invoice = approved(office, "invoice", deal)
    place_fields(office, contract)
    message = "Два договора и счёт, как договорились."
    send(
        office,
        [contract, second, invoice],
        [client(deal, order=1), director(order=2)],
        message=message,
    )
    signer = window("client")
    follow(signer, office.link(deal.client, contract))
    steps = signer.page.get_by_role("navigation", name="Документы этого отправления").get_by_role("link")
    expect(steps).to_have_count(3)
    signer.look("envelope", dark=True)
    _question(signer).fill("Петрова Мария")
    signer.touch(steps.nth(1))
    expect(signer.heading()).to_contain_text(office.number(second))
    signer.sees_the_document()
    signer.look("envelope-second")
    expect(signer.page.locator("#panel").get_by_label("Ответственный за объект")).to_have_value(
        "Петрова Мария"
    )
    signer.touch(steps.nth(2))
    expect(signer.heading()).to_contain_text("Счёт")
    signer.sees_the_document()
    ask_code(signer, typed=CLIENT)
    signer.page.get_by_label("Код из письма").fill(office.code(deal.client, contract))
    signer.look("envelope-code")
    signer.press("Подписать 2 документа")
    expect(steps.nth(0)).to_contain_text("ваш ответ получен")
    expect(steps.nth(1)).to_contain_text("ваш ответ получен")
    signer.look("envelope-signed")
    assert office.happened(contract, "code.sent") == 1
    assert office.happened(second, "document.signed") == 1


def _question(signer: Screen) -> Locator:
    return signer.page.locator("#panel").get_by_label("Ответственный за объект")


def test_a_signature_made_outside_is_brought_as_a_file(
    client_screen: Screen, office: Office, tmp_path: Path
) -> None:
    deal = office.deal()
    contract = approved(office, "contract", deal)
    send(office, [contract], [client(deal, order=1, level=QUALIFIED), director(order=2)])
    signer = client_screen
    follow(signer, office.link(deal.client, contract))
    expect(signer.text("Квалифицированная (КЭП)")).to_be_visible()
    signer.look("qualified", dark=True)
    with signer.page.expect_download() as kept:
        signer.press("1. Скачать PDF")
    signature = _signed_outside(Path(kept.value.path()), tmp_path)
    signer.tick("С документом ознакомлен(а)")
    signer.expects(422)
    upload = signer.page.get_by_label("3. Приложите файл подписи")
    upload.set_input_files(FilePayload(name="x.sig", mimeType="application/pkcs7-signature", buffer=b"junk"))
    signer.press("Подписать договор")
    expect(signer.page.locator("#detached-problem")).to_contain_text("Подпись не принята")
    signer.look("qualified-refused")
    upload.set_input_files(
        FilePayload(name="d.sig", mimeType="application/pkcs7-signature", buffer=signature)
    )
    signer.press("Подписать договор")
    expect(signer.page.get_by_role("heading", name="Вы подписали договор")).to_be_visible()
    signer.look("qualified-done")


@pytest.fixture
def client_screen(window: Open) -> Screen:
    return window("client")


def _signed_outside(pdf: Path, folder: Path) -> bytes:
    """Sign a file with OpenSSL, as a program of the signer's own does."""
    key, certificate, signature = folder / "key.pem", folder / "cert.pem", folder / "d.sig"
    make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-utf8", "-subj", SUBJECT, "-days", "30"]
    make += ["-addext", "keyUsage=critical,digitalSignature,nonRepudiation"]
    _openssl(*make, "-keyout", str(key), "-out", str(certificate))
    sign = ["cms", "-sign", "-binary", "-in", str(pdf), "-signer", str(certificate), "-inkey", str(key)]
    _openssl(*sign, "-outform", "DER", "-out", str(signature))
    return signature.read_bytes()


def _openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=60)
