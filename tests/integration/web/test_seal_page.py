"""The page of the seal, and the public page by which others come to trust it."""

import io

from asn1crypto import pem, x509
from cryptography.x509 import load_der_x509_crl

from docsvc.model import ArchiveEntry, Document, DocumentVersion, State
from docsvc.queries.seal_keys import current_seal
from signing import fingerprint
from tests.integration.web.persons import Browse, House
from tests.services.certomancer import PASSPHRASE, Market

PATH = "/settings/seal"


def upload(raw: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(raw), name


def kind_of(house: House) -> str:
    with house.tools.read() as session:
        found = current_seal(session)
    assert found is not None
    return found.kind


def test_a_bought_certificate_takes_the_place_of_our_own_and_back(
    browse: Browse, house: House, market: Market
) -> None:
    browser = browse("administrator")
    assert kind_of(house) == "own"
    given = {"store": upload(market.store("seal_rsa"), "seal.p12"), "passphrase": PASSPHRASE}
    assert browser.post(PATH, **given).status_code == 303
    assert kind_of(house) == "pkcs12"
    shown = browser.get(PATH).text
    assert "Interm" in shown
    assert "куплен, загружен файлом" in shown
    assert "Прежние ключи" in shown
    assert PASSPHRASE not in shown
    trust = browser.get("/trust").text
    assert "Interm" in trust
    chain = browser.get("/trust/seal-chain.pem").data
    assert chain.count(b"BEGIN CERTIFICATE") == 3
    assert b"PRIVATE" not in chain
    assert browser.post(f"{PATH}/renew").status_code == 303
    assert kind_of(house) == "own"
    assert browser.get("/trust/seal-chain.pem").status_code == 404


def test_a_wrong_password_is_said_and_the_seal_stays(browse: Browse, house: House, market: Market) -> None:
    given = {"store": upload(market.store("seal_ec"), "seal.p12"), "passphrase": "another"}
    answer = browse("administrator").post(PATH, **given)
    assert answer.status_code == 422
    assert "Пароль не открывает файл" in answer.text
    assert kind_of(house) == "own"


def test_a_key_is_revoked_on_its_page_and_everybody_can_read_it(browse: Browse, house: House) -> None:
    browser = browse("administrator")
    with house.tools.read() as session:
        key = current_seal(session)
    assert key is not None
    revoke = f"{PATH}/{key.id}/revoke"
    for wrong in ({"reason": "bored"}, {"reason": "superseded", "since": "soon"}):
        assert browser.post(revoke, **wrong).status_code == 422
    since = {"reason": "key_compromise", "since": "2020-01-01T00:00"}
    refused = browser.post(revoke, **since)
    assert refused.status_code == 422
    assert "нужно время от выпуска сертификата" in refused.text
    assert browser.post(revoke, reason="key_compromise").status_code == 303
    assert browser.post(revoke, reason="key_compromise").status_code == 409
    assert "ключ мог попасть в чужие руки" in browser.get(PATH).text
    anybody = browse(None)
    number = f"{int(key.serial, 16):X}"
    assert number in anybody.get("/trust").text
    answer = anybody.get("/trust/revoked.crl")
    assert answer.mimetype == "application/pkix-crl"
    listed = load_der_x509_crl(answer.data)
    assert listed.get_revoked_certificate_by_serial_number(int(key.serial, 16)) is not None


def test_anybody_may_read_the_page_of_trust_and_take_the_root(browse: Browse, house: House) -> None:
    browser = browse(None)
    page = browser.get("/trust")
    assert page.status_code == 200
    digits = fingerprint(house.tools.root_pem()).replace(":", " ")
    assert digits[:11] in page.text
    assert digits[-11:] in page.text
    given = browser.get("/trust/root.pem")
    assert given.data == house.tools.root_pem()
    assert "attachment" in given.headers["Content-Disposition"]
    root = x509.Certificate.load(browser.get("/trust/root.cer").data)
    assert root.dump() == pem.unarmor(given.data)[2]


def test_the_page_of_a_document_names_its_level(browse: Browse, house: House) -> None:
    with house.tools.work() as work:
        version = work.session.query(DocumentVersion).filter_by(document_id=house.draft).one()
        version.level, version.lasting_lacks = "B-T", "tsa"
    shown = browse("administrator").get(f"/documents/{house.draft}").text
    assert "Уровень подписи:" in shown
    with house.tools.work() as work:
        document = work.get(Document, house.draft)
        document.state, document.version.lasting_level = State.ARCHIVED.value, "B-LTA"
        work.add(
            ArchiveEntry(
                document_id=house.draft,
                package_blob="x/1",
                package_sha256="0" * 64,
                file_name="x.zip",
                archived_at=work.now,
            )
        )
    row = browse("administrator").get("/archive").text
    assert f"/documents/{house.draft}/files/lasting?download=1" in row
    assert "B-T" in shown
    assert "Служба меток времени пока не отвечает" in shown
