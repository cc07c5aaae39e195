"""The client signs with a certificate of their own, by GOST: taken, kept and packed, or refused in words."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from docsvc.actions.enter import enter
from docsvc.actions.read_detached import read_detached
from docsvc.actions.send_document import send_document
from docsvc.actions.sign_document import Will, sign_document
from docsvc.errors import AuthorityOver, BadDetached, DetachedDoubtful, DocsvcError
from docsvc.model import ArchiveEntry, Asked, Level, Recipient, Signature
from docsvc.model.mchd import read_mchd
from docsvc.queries.completion_outside import outside_lines, person_inn
from docsvc.queries.suggest_recipients import suggest_recipients
from docsvc.verification import Outcome, verify_file
from storage import unpack
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.qualified.conftest import CLIENT_INN
from tests.unit.model.test_mchd import MCHD
from tests.unit.signing.outside_office import Office

DIRECTOR = "director@polaris.example"
CLIENT = "ivanov@vector.example"


@pytest.fixture(scope="module")
def contract(installation: Installation, deal_id: str) -> str:
    """A contract that our director has signed, and that now waits for the client's own signature."""
    made = story.approved_contract(installation, deal_id)
    send_for_own_signature(installation, made)
    return made


def send_for_own_signature(installation: Installation, document_id: str, **changes: object) -> None:
    with installation.tools.read() as session:
        suggested = suggest_recipients(session, document_id)
    ours, client = suggested
    asked: list[Asked] = [ours, replace(client, level=Level.QUALIFIED, **changes)]  # type: ignore[arg-type]
    with installation.tools.work() as work:
        send_document(work, document_id, actor=installation.people["manager"], recipients=asked)
    installation.run_jobs()
    story.sign(installation, document_id, DIRECTOR, typed="Соколов Андрей Викторович")


def sent_pdf(installation: Installation, document_id: str) -> bytes:
    return installation.tools.blobs.get(story.version_of(installation, document_id).sent_blob or "")


def signs(installation: Installation, document_id: str, detached: bytes, *, confirmed: bool = False) -> None:
    opened = story.open_as(installation, document_id, CLIENT)
    honest = story.will_of(installation, document_id, typed="", code="")
    will: Will = replace(honest, detached={document_id: detached}, confirmed=confirmed)
    with installation.tools.work() as work:
        refused = sign_document(work, opened.session_token, document_id=document_id, will=will, **story.HERE)
    assert refused is None


def test_what_is_not_the_clients_signature_of_this_file_changes_nothing(
    installation: Installation, contract: str, office: Office
) -> None:
    pdf = sent_pdf(installation, contract)
    wrong: dict[str, tuple[type[DocsvcError], bytes]] = {
        "это подпись другого файла": (BadDetached, office.sign("client", pdf + b" ")),
        "это не файл подписи": (BadDetached, pdf),
        "подпись присоединённая": (BadDetached, office.sign("client", pdf, "-nodetach -outform DER")),
        "ИНН организации 7707083893": (BadDetached, office.sign("other", pdf)),
        "на имя «Петров Пётр Петрович»": (DetachedDoubtful, office.sign("petrov", pdf)),
    }
    for words, (reason, detached) in wrong.items():
        with pytest.raises(reason, match=words):
            signs(installation, contract, detached)
    with installation.tools.read() as session:
        assert session.scalars(
            select(Signature.detached_blob).where(Signature.document_id == contract)
        ).all() == [None]


def test_an_authority_that_ran_out_since_signs_nothing(
    installation: Installation, contract: str, office: Office
) -> None:
    detached = office.sign("client", sent_pdf(installation, contract))
    ended = story.open_as(installation, contract, CLIENT).recipient_id
    with installation.tools.work() as work:
        work.get(Recipient, ended).authority_terms = {"kind": "charter", "until": "2020-01-01"}
    with pytest.raises(AuthorityOver, match=r"01\.01\.2020"):
        signs(installation, contract, detached)
    with installation.tools.work() as work:
        work.get(Recipient, ended).authority_terms = {}


def test_a_signature_by_gost_is_taken_kept_and_packed(
    installation: Installation, deal_id: str, office: Office, tmp_path: Path
) -> None:
    document_id = story.approved_contract(installation, deal_id)
    with installation.tools.work() as work:
        terms = read_mchd(MCHD.encode()).plain() | {"file": work.blobs.put("authority", MCHD.encode())}
    signer = {name: terms[name] for name in terms if not name.startswith("agent")}
    send_for_own_signature(installation, document_id, authority_terms=signer)
    pdf = sent_pdf(installation, document_id)
    signs(installation, document_id, office.sign("client", pdf, "-cades -outform PEM", enclose="sub.pem"))
    installation.run_jobs()
    assert story.state_of(installation, document_id) == "archived"

    with installation.tools.read() as session:
        signature = session.scalars(
            select(Signature).where(
                Signature.document_id == document_id, Signature.detached_blob.is_not(None)
            )
        ).one()
        report = signature.detached_report
        package = session.scalars(select(ArchiveEntry).filter_by(document_id=document_id)).one()
    assert (signature.level, signature.code_id, signature.channel) == ("qualified", None, "")
    assert (report["who"], report["holder"]["organisation_inn"]) == ("Иванов Иван Иванович", "7728168971")
    assert report["algorithm"] == "ГОСТ Р 34.10-2012, 256 бит"
    assert report["not_checked"] == ["qualification", "revocation"]

    packed = installation.tools.blobs.get(package.package_blob)
    assert verify_file(packed, roots=[installation.tools.keys.root_pem]).outcome is Outcome.CONFIRMED
    files = unpack(packed).files
    [name] = [each for each in files if each.endswith("_подпись_Иванов.sig")]
    [sent] = [each for each in files if each.endswith("_sent.pdf")]
    assert files[sent] == pdf
    [power] = [each for each in files if each.endswith("_МЧД_Иванов.xml")]
    assert files[power] == MCHD.encode()
    assert name in files["register.csv"].decode("utf-8-sig")
    (tmp_path / "it.sig").write_bytes(files[name])
    (tmp_path / "it.pdf").write_bytes(files[sent])
    verify = "cms -verify -binary -cades -inform DER -purpose any -out /dev/null"
    told_by_openssl = office.openssl(
        verify, "-in", f"{tmp_path}/it.sig", "-content", f"{tmp_path}/it.pdf", "-CAfile", "root.pem"
    )
    assert told_by_openssl == b""


def test_a_colleagues_certificate_is_taken_once_the_signer_confirms(
    installation: Installation, contract: str, office: Office
) -> None:
    detached = office.sign("petrov", sent_pdf(installation, contract))
    with pytest.raises(DetachedDoubtful):
        signs(installation, contract, detached)
    with installation.tools.work() as work:  # undone, so that the order of these tests does not matter
        opened = story.open_as(installation, contract, CLIENT)
        visit = enter(work, opened.session_token, document_id=contract, address="", device="")
        taken = read_detached(work, visit, sent_pdf(installation, contract), detached, confirmed=True)
    assert [each.text() for each in taken.doubts] == [
        "сертификат выдан на имя «Петров Пётр Петрович», а подписать просили «Иванов Иван Иванович»"
    ]
    told = Signature(
        detached_blob="x/1", detached_report=taken.plain(), authority_terms={"agent_inn": "500100732259"}
    )
    assert [words for label, words in outside_lines(told, "ru") if label.startswith("Подписавший")] == [
        taken.doubts[0].text()
    ]
    assert ["INN of the organisation", CLIENT_INN] in outside_lines(told, "en")
    assert person_inn(told) == (taken.report.holder.inn or "500100732259")


def test_with_trusted_authorities_the_chain_has_to_lead_there(
    installation: Installation, contract: str, office: Office, tmp_path: Path
) -> None:
    pdf = sent_pdf(installation, contract)
    signature = office.sign("client", pdf, enclose="sub.pem")
    trusted, foreign = tmp_path / "trusted", tmp_path / "foreign"
    for folder, content in ((trusted, office.read("root.pem")), (foreign, office.read("ivanov.pem"))):
        folder.mkdir()
        (folder / "root.crt").write_bytes(content)
    (trusted / "list.crl").write_bytes(office.crl())
    assert judged(installation, contract, pdf, signature, trusted)["not_checked"] == ["form"]
    with pytest.raises(BadDetached, match="Главный удостоверяющий центр"):
        judged(installation, contract, pdf, signature, foreign)


def judged(
    installation: Installation, document_id: str, pdf: bytes, signature: bytes, trusted: Path
) -> dict[str, object]:
    opened = story.open_as(installation, document_id, CLIENT)
    with installation.tools.work() as work:
        work.trusted_authorities = trusted
        visit = enter(work, opened.session_token, document_id=document_id, address="", device="")
        return read_detached(work, visit, pdf, signature).plain()
