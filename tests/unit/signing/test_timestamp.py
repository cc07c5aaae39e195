"""Time stamps: asked for where an authority is configured, and never made up."""

from collections.abc import Callable

import httpx
import pytest
from asn1crypto import pem, tsp
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper

from signing import (
    Code,
    Keys,
    Level,
    Revocation,
    Role,
    Status,
    Trusted,
    reached_level,
    revocation_list,
    seal,
    verify,
)
from signing.errors import TimestampUnavailable
from signing.revision import open_revision
from signing.timestamp import Stamper
from tests.unit.signing.contract import Stages, minutes

Post = Callable[..., httpx.Response]


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
    assert "time_stamp_missing" in caplog.text


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
    writer = open_revision(pdf)
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


@pytest.mark.parametrize(("after", "status"), [(4, Status.INTACT_TRUSTED), (2, Status.BROKEN)])
def test_a_stamp_shows_that_a_signature_is_older_than_the_revocation_of_its_key(
    contract: Stages, keys: Keys, office: DummyTimeStamper, office_root: bytes, after: int, status: Status
) -> None:
    own, revoked = (
        keys.authority,
        Revocation(keys.organisation_seal.certificate.serial_number, minutes(after)),
    )
    made = revocation_list(own.certificate, own.key, at=minutes(60), revoked=[revoked])
    trusted = Trusted((keys.root_pem, office_root), lists=(made.dump(),))
    verdict = verify(archived(contract.sealed, office), trusted=trusted)
    assert verdict.status is status
    assert (Code.REVOKED_SINCE in {note.code for note in verdict.notes}) is (after == 4)
