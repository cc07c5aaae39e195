"""Signatures made outside: what is taken, what is refused and with which reason, and what is left open."""

import base64
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, x509

from signing import openssl
from signing.flaws import Flaw
from signing.qualified import DetachedReport, Unchecked, check_detached
from tests.unit.signing.outside_office import KEYS, PERSON, Office, open_office

CONTRACT = b"%PDF-1.7 a contract as it was sent"
GOST = ("gost256", "gost512")
ALGORITHMS = {
    "rsa": "RSA 2048, SHA-256",
    "ec": "ECDSA P-256, SHA-256",
    "gost256": "ГОСТ Р 34.10-2012, 256 бит",
    "gost512": "ГОСТ Р 34.10-2012, 512 бит",
}


@pytest.fixture(scope="module", params=list(ALGORITHMS))
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    if request.param in GOST and not openssl.gost_engine():
        pytest.skip("libengine-gost-openssl is not installed")
    return open_office(tmp_path_factory.mktemp("outside") / request.param, request.param)


@pytest.fixture(scope="module")
def ec(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("outside") / "ec", "ec")


def checked(office: Office, signature: bytes, content: bytes = CONTRACT, **more: object) -> DetachedReport:
    known = {"at": datetime.now(UTC), "roots": [office.read("root.pem"), office.read("sub.pem")]} | more
    return check_detached(content, signature, **known)  # type: ignore[arg-type]


def reasons(report: DetachedReport) -> list[Flaw]:
    return [fault.code for fault in report.problems]


def test_a_signature_of_this_file_is_taken(office: Office) -> None:
    report = checked(office, office.sign("ivanov", CONTRACT))
    assert report.ok
    assert report.trusted
    assert report.algorithm == ALGORITHMS[office.kind]
    assert (report.who, report.inn, report.holder.inn, report.holder.snils) == (
        "Иванов Иван Иванович",
        "7707083893",
        "500100732259",
        "11223344595",
    )
    assert (report.organisation, report.issuer) == ("АО «Вектор Логистика»", "УЦ Ведомства")
    assert report.signed_at is not None
    assert Unchecked.QUALIFICATION not in report.not_checked


def test_without_trusted_authorities_the_answer_says_that_qualification_is_open(office: Office) -> None:
    report = checked(office, office.sign("ivanov", CONTRACT, enclose="sub.pem"), roots=[])
    assert report.ok
    assert not report.trusted
    assert report.not_checked == (Unchecked.QUALIFICATION, Unchecked.REVOCATION)


def test_a_signature_of_another_file_is_refused(office: Office) -> None:
    assert reasons(checked(office, office.sign("ivanov", b"another contract"))) == [Flaw.OTHER_FILE]


def test_a_changed_signature_is_refused(office: Office) -> None:
    box = cms.ContentInfo.load(office.sign("ivanov", CONTRACT))
    value = bytearray(box["content"]["signer_infos"][0]["signature"].native)
    value[-1] ^= 1
    box["content"]["signer_infos"][0]["signature"] = bytes(value)
    assert reasons(checked(office, box.dump(force=True))) == [Flaw.CHANGED]


def test_a_changed_signed_attribute_is_refused(office: Office) -> None:
    signature = office.sign("ivanov", CONTRACT)
    signed_at = checked(office, signature).signed_at
    assert signed_at
    year = f"{signed_at:%y%m%d%H%M%SZ}".encode()
    earlier = f"{signed_at - timedelta(hours=1):%y%m%d%H%M%SZ}".encode()
    assert reasons(checked(office, signature.replace(year, earlier))) == [Flaw.CHANGED]


def test_no_flipped_bit_makes_another_signer_or_raises(office: Office) -> None:
    signature = office.sign("ivanov", CONTRACT)
    honest = checked(office, signature)
    draw = random.Random(office.kind)
    for _ in range(25):
        spoilt = bytearray(signature)
        spoilt[draw.randrange(len(spoilt))] ^= 1 << draw.randrange(8)
        report = checked(office, bytes(spoilt))
        assert not report.ok or (report.holder, report.serial) == (honest.holder, honest.serial)


def test_a_revoked_certificate_is_refused_and_a_list_in_force_counts(office: Office) -> None:
    name = office.person("revoked")
    signature = office.sign(name, CONTRACT)
    before = checked(office, signature, crls=[office.crl()])
    assert before.ok
    assert Unchecked.REVOCATION not in before.not_checked
    after = checked(office, signature, crls=[office.revoke(name)])
    assert reasons(after) == [Flaw.REVOKED]
    assert after.problems[0].about == f"{datetime.now(UTC):%d.%m.%Y}"


def test_an_expired_and_a_future_certificate_are_told_apart(office: Office) -> None:
    expired = office.person("expired", since=-20, until=-10)
    future = office.person("future", since=10, until=20)
    assert reasons(checked(office, office.sign(expired, CONTRACT))) == [Flaw.EXPIRED]
    assert reasons(checked(office, office.sign(future, CONTRACT))) == [Flaw.NOT_YET_VALID]


def test_a_chain_that_ends_names_who_is_missing(office: Office) -> None:
    report = checked(office, office.sign("ivanov", CONTRACT), roots=[office.read("root.pem")])
    assert reasons(report) == [Flaw.CHAIN_BROKEN]
    assert report.problems[0].about == "УЦ Ведомства"


def test_a_chain_to_a_stranger_is_refused(office: Office, ec: Office) -> None:
    signature = office.sign("ivanov", CONTRACT, enclose="sub.pem")
    stranger = open_office(ec.folder.parent / f"stranger-{office.kind}", office.kind)
    report = checked(office, signature, roots=[stranger.read("root.pem")])
    assert not report.ok
    assert not report.trusted
    # by name it is the same authority: only its key differs
    assert reasons(report) == [Flaw.CHAIN_BROKEN]


def test_a_root_that_came_along_is_not_believed(office: Office, ec: Office) -> None:
    (office.folder / "all.pem").write_bytes(office.read("sub.pem") + office.read("root.pem"))
    bought = open_office(ec.folder.parent / f"bought-{office.kind}", office.kind).read("ivanov.pem")
    report = checked(office, office.sign("ivanov", CONTRACT, enclose="all.pem"), roots=[bought])
    assert reasons(report) == [Flaw.ISSUER_UNKNOWN]
    assert report.problems[0].about == "Главный удостоверяющий центр"


@pytest.mark.parametrize("armour", ["pem", "base64", "lines"])
def test_every_way_to_write_it_down_is_read(office: Office, armour: str) -> None:
    der = office.sign("ivanov", CONTRACT)
    written = {
        "pem": lambda: office.sign("ivanov", CONTRACT, "-cades -outform PEM"),
        "base64": lambda: base64.b64encode(der),
        "lines": lambda: b"\xef\xbb\xbf" + base64.encodebytes(der).replace(b"\n", b"\r\n"),
    }[armour]()
    assert checked(office, written).ok


def test_a_signature_of_unknown_length_is_read(ec: Office) -> None:
    box = cms.ContentInfo.load(ec.sign("ivanov", CONTRACT))
    assert checked(ec, b"\x30\x80" + box.contents + b"\x00\x00").ok


def test_an_attached_signature_is_refused(office: Office) -> None:
    signature = office.sign("ivanov", CONTRACT, "-nodetach -outform DER")
    assert reasons(checked(office, signature)) == [Flaw.ATTACHED]


def test_a_signature_by_two_is_refused(ec: Office) -> None:
    ec.person("petrov")
    both = ec.sign("ivanov", CONTRACT, "-outform DER -signer petrov.pem -inkey petrov.key")
    assert reasons(checked(ec, both)) == [Flaw.SEVERAL_SIGNERS]


def test_a_signature_without_its_certificate_is_refused(office: Office) -> None:
    signature = office.sign("ivanov", CONTRACT, "-nocerts -outform DER")
    assert reasons(checked(office, signature)) == [Flaw.NO_CERTIFICATE]


def test_a_signature_that_protects_too_little_is_refused(ec: Office) -> None:
    assert reasons(checked(ec, ec.sign("ivanov", CONTRACT, "-noattr -outform DER"))) == [
        Flaw.NOT_ENOUGH_SIGNED
    ]


def test_another_certificate_of_the_same_key_is_refused(ec: Office) -> None:
    signature = cms.ContentInfo.load(ec.sign("ivanov", CONTRACT))
    twin = "twin"
    ec.openssl(
        "x509 -req -in ivanov.csr -CA sub.pem -CAkey sub.key -days 9 -out twin.pem -set_serial",
        str(signature["content"]["certificates"][0].chosen.serial_number),
    )
    der = ec.openssl(f"x509 -in {twin}.pem -outform DER")
    signature["content"]["certificates"] = [cms.CertificateChoices("certificate", x509.Certificate.load(der))]
    assert reasons(checked(ec, signature.dump(force=True))) == [Flaw.OTHER_CERTIFICATE]


def test_a_weak_digest_is_refused(ec: Office) -> None:
    report = checked(ec, ec.sign("ivanov", CONTRACT, "-outform DER -md sha1"))
    assert reasons(report) == [Flaw.WEAK]


def test_a_short_key_is_refused(ec: Office) -> None:
    name = ec.person("short", key="weak-rsa")
    report = checked(ec, ec.sign(name, CONTRACT))
    assert reasons(report) == [Flaw.WEAK]
    assert report.problems[0].about == "RSA 1024"


@pytest.mark.parametrize("extensions", ["encrypts", "serves"])
def test_a_certificate_that_is_not_for_signing_is_refused(ec: Office, extensions: str) -> None:
    name = ec.person(extensions, extensions=extensions)
    assert reasons(checked(ec, ec.sign(name, CONTRACT))) == [Flaw.NOT_FOR_SIGNING]


def test_a_signers_clock_that_is_ahead_is_told(ec: Office) -> None:
    report = checked(ec, ec.sign("ivanov", CONTRACT), at=datetime.now(UTC) - timedelta(hours=2))
    assert report.ok
    assert Unchecked.CLOCK in report.not_checked


def test_the_company_number_of_old_certificates_is_read(ec: Office) -> None:
    name = ec.person("old", PERSON.replace("500100732259", "007707083893"))
    report = checked(ec, ec.sign(name, CONTRACT))
    assert (report.holder.organisation_inn, report.holder.inn) == ("7707083893", "")


def test_gost_without_its_engine_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if not openssl.gost_engine():
        pytest.skip("libengine-gost-openssl is not installed")
    signature = open_office(tmp_path / "gost", "gost256").sign("ivanov", CONTRACT)
    monkeypatch.setattr(openssl, "gost_engine", lambda: "")
    report = check_detached(CONTRACT, signature, at=datetime.now(UTC))
    assert reasons(report) == [Flaw.GOST_MISSING]
    assert report.who == "Иванов Иван Иванович"


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"not a signature",
        b"%PDF-1.7",
        b"-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n",
        b"0\x80" * 5000,
        b"\x30\x84\xff\xff\xff\xff",
        os.urandom(1000),
        CONTRACT * 1000,
    ],
)
def test_garbage_is_unreadable(garbage: bytes) -> None:
    assert reasons(check_detached(CONTRACT, garbage, at=datetime.now(UTC))) == [Flaw.UNREADABLE]


def test_whoever_uploads_a_key_or_a_certificate_is_told_so(ec: Office) -> None:
    """A key least of all: who has sent it once may well send it again."""
    ec.openssl("pkcs12 -export -in ivanov.pem -inkey ivanov.key -passout pass: -out ivanov.p12")
    given = {name: ec.read(f"ivanov.{name}") for name in ("p12", "key", "pem")}
    found = {
        name: reasons(check_detached(CONTRACT, content, at=datetime.now(UTC)))
        for name, content in given.items()
    }
    assert found == {"p12": [Flaw.PRIVATE_KEY], "key": [Flaw.PRIVATE_KEY], "pem": [Flaw.CERTIFICATE]}


def test_ten_megabytes_of_garbage_are_not_even_read() -> None:
    report = check_detached(CONTRACT, bytes(10 * 2**20), at=datetime.now(UTC))
    assert reasons(report) == [Flaw.TOO_LARGE]


def test_a_crowd_of_certificates_is_refused(ec: Office) -> None:
    (ec.folder / "crowd.pem").write_bytes(ec.read("sub.pem") * 100)
    box = cms.ContentInfo.load(ec.sign("ivanov", CONTRACT))
    leaf = box["content"]["certificates"][0]
    box["content"]["certificates"] = [leaf] * 100
    assert reasons(checked(ec, box.dump(force=True))) == [Flaw.TOO_LARGE]


def test_every_kind_of_key_has_a_test() -> None:
    assert set(ALGORITHMS) == set(KEYS) - {"weak-rsa"}
