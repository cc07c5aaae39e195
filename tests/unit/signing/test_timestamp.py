"""Time stamps: asked for where an authority is configured, and never made up."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import httpx
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import pem, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper

from signing import Code, Keys, Level, Role, Status, reached_level, seal, verify
from signing.errors import TimestampUnavailable
from signing.timestamp import Stamper
from tests.unit.signing.contract import NOW, Stages, minutes

Post = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def office() -> DummyTimeStamper:
    """A time-stamping authority of another company, its clock at the moment of the seal."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Time Office")])
    usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
    start, end = NOW - timedelta(days=1), NOW + timedelta(days=5000)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start, end)
        .add_extension(usage, critical=True)
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)  # noqa: FBT003
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(private),
        fixed_dt=minutes(3),
    )


@pytest.fixture(scope="session")
def office_root(office: DummyTimeStamper) -> bytes:
    return bytes(pem.armor("CERTIFICATE", office.tsa_cert.dump()))


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Post], Stamper]:
    def install(post: Post) -> Stamper:
        monkeypatch.setattr(httpx, "post", post)
        return Stamper("https://tsa.example/")

    return install


@pytest.fixture
def stamper(answer: Callable[[Post], Stamper], office: DummyTimeStamper) -> Stamper:
    def post(_url: str, *, content: bytes, **_options: object) -> httpx.Response:
        response = office.request_tsa_response(tsp.TimeStampReq.load(content))
        return httpx.Response(200, content=response.dump())

    return answer(post)


def test_a_stamped_seal_reaches_level_b_t(
    contract: Stages, keys: Keys, stamper: Stamper, office_root: bytes
) -> None:
    sealed = seal(contract.signed, keys, reason="", at=minutes(3), stamper=stamper)
    assert reached_level(sealed) is Level.B_T
    verdict = verify(sealed, roots=[keys.root_pem, office_root])
    assert verdict.ok, verdict.problems
    assert verdict.signatures[-1].level is Level.B_T
    assert verdict.signatures[-1].stamped_at == minutes(3)
    assert verdict.signatures[0].level is Level.B_B


def test_a_stamp_of_an_unknown_authority_is_not_relied_on(
    contract: Stages, keys: Keys, stamper: Stamper
) -> None:
    sealed = seal(contract.signed, keys, reason="", at=minutes(3), stamper=stamper)
    verdict = verify(sealed, roots=[keys.root_pem])
    assert verdict.ok
    assert verdict.signatures[-1].level is Level.B_B
    assert verdict.signatures[-1].stamped_at is None
    assert Code.TIMESTAMP_UNCONFIRMED in {note.code for note in verdict.notes}


def test_a_stamp_long_after_the_certificate_ran_out_is_found(
    contract: Stages, keys: Keys, stamper: Stamper, office_root: bytes
) -> None:
    sealed = seal(contract.signed, keys, reason="", at=minutes(30), stamper=stamper)
    verdict = verify(sealed, roots=[keys.root_pem, office_root])
    assert {problem.code for problem in verdict.problems} == {Code.CERTIFICATE_UNFIT}


def no_answer(*_arguments: object, **_options: object) -> httpx.Response:
    raise httpx.ConnectTimeout("nobody there")


def refusal(*_arguments: object, **_options: object) -> httpx.Response:
    return httpx.Response(200, content=bytes.fromhex("30053003020102"))  # a status of 2, rejection


ANSWERS = {
    "no answer": no_answer,
    "an error": lambda *_a, **_o: httpx.Response(503),
    "a page": lambda *_a, **_o: httpx.Response(200, content=b"<html>"),
    "nothing": lambda *_a, **_o: httpx.Response(200, content=b""),
    "a refusal": refusal,
}


@pytest.mark.parametrize("post", ANSWERS.values(), ids=ANSWERS.keys())
def test_without_a_usable_stamp_the_level_is_b_b_and_nothing_is_made_up(
    contract: Stages,
    keys: Keys,
    answer: Callable[[Post], Stamper],
    post: Post,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sealed = seal(contract.signed, keys, reason="", at=minutes(3), stamper=answer(post))
    assert reached_level(sealed) is Level.B_B
    assert verify(sealed, roots=[keys.root_pem]).ok
    assert "stays at level B-B" in caplog.text


def test_a_stamp_for_something_else_is_refused(
    answer: Callable[[Post], Stamper], office: DummyTimeStamper
) -> None:
    def replay(_url: str, *, content: bytes, **_options: object) -> httpx.Response:
        request = tsp.TimeStampReq.load(content)
        request["message_imprint"]["hashed_message"] = bytes(32)
        return httpx.Response(200, content=office.request_tsa_response(request).dump())

    with pytest.raises(TimestampUnavailable, match="something else"):
        answer(replay).stamp(b"data")


def test_an_old_stamp_given_again_is_refused(
    answer: Callable[[Post], Stamper], office: DummyTimeStamper
) -> None:
    def replay(_url: str, *, content: bytes, **_options: object) -> httpx.Response:
        request = tsp.TimeStampReq.load(content)
        request["nonce"] = 5
        return httpx.Response(200, content=office.request_tsa_response(request).dump())

    with pytest.raises(TimestampUnavailable, match="something else"):
        answer(replay).stamp(b"data")


def archived(pdf: bytes, office: DummyTimeStamper) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return bytes(PdfTimeStamper(office, field_name="archive").timestamp_pdf(writer, "sha256").getvalue())


def test_a_document_time_stamp_after_the_seal_is_verified(
    contract: Stages, keys: Keys, office: DummyTimeStamper, office_root: bytes
) -> None:
    stamped = archived(contract.sealed, office)
    verdict = verify(stamped, roots=[keys.root_pem, office_root])
    assert verdict.ok, verdict.problems
    assert verdict.signatures[-1].role is Role.TIMESTAMP
    assert verdict.signatures[-1].who == "Time Office"
    assert verify(stamped, roots=[keys.root_pem]).status is Status.INTACT_UNTRUSTED


def test_a_document_time_stamp_does_not_take_the_place_of_the_seal(
    contract: Stages, keys: Keys, office: DummyTimeStamper, office_root: bytes
) -> None:
    verdict = verify(archived(contract.signed, office), roots=[keys.root_pem, office_root])
    assert {problem.code for problem in verdict.problems} == {Code.INCOMPLETE}
