"""What the verifier says of documents that nobody attacked."""

import hashlib
import threading
from datetime import timedelta

import pytest

from signing import (
    Authority,
    Code,
    Coverage,
    Keys,
    Level,
    Role,
    SignatureBroken,
    Status,
    reached_level,
    renew_seal,
    seal,
    verify,
)
from tests.unit.signing.contract import NOW, ORGANISATION, PASSPHRASE, Stages, minutes, stages


def test_a_sealed_contract_is_intact_and_its_issuer_confirmed(contract: Stages, keys: Keys) -> None:
    sha256 = hashlib.sha256(contract.sealed).hexdigest()
    verdict = verify(contract.sealed, roots=[keys.root_pem], sha256=sha256)
    assert verdict.ok
    assert verdict.status is Status.INTACT_TRUSTED
    assert verdict.status.exit_code == 0
    assert verdict.problems == verdict.notes == ()


def test_every_signature_is_named_in_its_role(contract: Stages, keys: Keys) -> None:
    found = verify(contract.sealed, roots=[keys.root_pem]).signatures
    assert [(each.field, each.role, each.who) for each in found] == [
        ("certification", Role.CERTIFICATION, ORGANISATION),
        ("seller", Role.SIGNER, "Соколов Андрей Викторович"),
        ("client", Role.SIGNER, "Иванова Мария Петровна"),
        ("seal", Role.SEAL, ORGANISATION),
    ]
    assert [each.at for each in found] == [NOW, minutes(1), minutes(2), minutes(3)]
    assert [each.coverage for each in found] == [Coverage.REVISION] * 3 + [Coverage.WHOLE_FILE]
    assert all(each.intact and each.trusted and each.level is Level.B_B for each in found)
    assert found[2].organisation == "АО «Вектор»"
    assert len({each.serial for each in found}) == 3


def test_an_invoice_with_its_only_seal_is_intact(invoice: bytes, keys: Keys) -> None:
    verdict = verify(invoice, roots=[keys.root_pem])
    assert verdict.ok
    assert [each.role for each in verdict.signatures] == [Role.SEAL]


@pytest.mark.parametrize("step", ["certified", "half", "signed"])
def test_a_document_on_its_way_is_incomplete_unless_that_is_expected(
    contract: Stages, keys: Keys, step: str
) -> None:
    pdf, roots = getattr(contract, step), [keys.root_pem]
    verdict = verify(pdf, roots=roots)
    assert verdict.status is Status.BROKEN
    assert [problem.code for problem in verdict.problems] == [Code.INCOMPLETE]
    assert "seal" in verdict.problems[0].place
    assert verify(pdf, roots=roots, complete=False).ok


def test_without_a_root_the_issuer_is_not_confirmed(contract: Stages, invoice: bytes) -> None:
    for pdf in (contract.sealed, invoice):
        verdict = verify(pdf, roots=[])
        assert verdict.status is Status.INTACT_UNTRUSTED
        assert verdict.status.exit_code == 2
        assert not verdict.ok
        assert {problem.code for problem in verdict.problems} == {Code.ISSUER_UNCONFIRMED}
        assert all(each.intact and not each.trusted for each in verdict.signatures)


def test_the_right_root_among_others_is_enough(contract: Stages, keys: Keys, stranger: Keys) -> None:
    assert verify(contract.sealed, roots=[stranger.root_pem, keys.root_pem]).ok
    assert verify(contract.sealed, roots=[stranger.root_pem + keys.root_pem]).ok


def test_a_lone_file_is_told_what_no_verifier_can_see(contract: Stages, keys: Keys) -> None:
    verdict = verify(contract.sealed, roots=[keys.root_pem])
    assert [note.code for note in verdict.notes] == [Code.LONE_FILE]


def test_another_hash_than_the_recorded_one_is_enough_to_be_broken(contract: Stages, keys: Keys) -> None:
    verdict = verify(contract.sealed, roots=[keys.root_pem], sha256="0" * 64)
    assert verdict.status.exit_code == 1
    assert [problem.code for problem in verdict.problems] == [Code.HASH_DIFFERS]


def test_a_hash_may_be_written_in_capitals(contract: Stages, keys: Keys) -> None:
    sha256 = hashlib.sha256(contract.sealed).hexdigest().upper()
    assert verify(contract.sealed, roots=[keys.root_pem], sha256=sha256).ok


def test_certificates_are_judged_at_the_time_of_signing(pdf: bytes, keys: Keys) -> None:
    # The one-time certificates of the contract ran out within minutes, years before anybody verifies.
    assert verify(stages(pdf, keys).sealed, roots=[keys.root_pem]).ok


def test_a_seal_renewed_between_certifying_and_closing_is_the_same_organisation(
    contract: Stages, authority: Authority, keys: Keys
) -> None:
    renewed = Keys.load(renew_seal(authority, passphrase=PASSPHRASE, now=minutes(2)), PASSPHRASE)
    closed = seal(contract.signed, renewed, reason="", at=minutes(9))
    assert verify(closed, roots=[keys.root_pem]).ok


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"hello" * 100, b"\0" * 5000])
def test_what_is_no_pdf_is_broken_not_an_error(keys: Keys, junk: bytes) -> None:
    verdict = verify(junk, roots=[keys.root_pem])
    assert verdict.status is Status.BROKEN
    assert verdict.problems[0].code is Code.UNREADABLE


def test_an_unsigned_document_says_so(pdf: bytes, keys: Keys) -> None:
    assert [each.code for each in verify(pdf, roots=[keys.root_pem]).problems] == [Code.NOT_SIGNED]


def test_a_problem_reads_as_a_sentence_with_its_place(contract: Stages, keys: Keys) -> None:
    (problem,) = verify(contract.sealed + b"x", roots=[keys.root_pem]).problems
    size = len(contract.sealed)
    assert str(problem) == f"Something was added after the last signature [bytes {size}–{size + 1}]"


def test_every_problem_has_words() -> None:
    from signing.verdict import TEXTS

    assert set(TEXTS) == set(Code)


def test_the_level_is_read_out_of_the_file(contract: Stages) -> None:
    assert reached_level(contract.certified) is reached_level(contract.sealed) is Level.B_B


def test_an_unsigned_document_reached_no_level(pdf: bytes) -> None:
    with pytest.raises(SignatureBroken):
        reached_level(pdf)


def test_many_threads_may_sign_and_verify_at_once(pdf: bytes, keys: Keys) -> None:
    verdicts = []

    def play() -> None:
        verdicts.append(verify(stages(pdf, keys).sealed, roots=[keys.root_pem]).ok)

    threads = [threading.Thread(target=play) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == [True] * 3


def test_time_may_stand_still_but_not_run_back(
    contract: Stages, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = seal(contract.signed, keys, reason="", at=minutes(2))
    assert verify(at_once, roots=[keys.root_pem]).ok
    monkeypatch.setattr(
        "signing.sealing.no_earlier", lambda _revision, at: at
    )  # as somebody else's program would
    earlier = seal(contract.signed, keys, reason="", at=minutes(2) - timedelta(seconds=1))
    assert [each.code for each in verify(earlier, roots=[keys.root_pem]).problems] == [Code.OUT_OF_ORDER]
