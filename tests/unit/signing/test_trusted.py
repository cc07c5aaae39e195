"""Whom a verifier believes: a seal that was bought is known by itself, not by who issued it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.asymmetric import ec

from signing import (
    Code,
    KeyPair,
    Keys,
    RevokedUntimed,
    SealUnknown,
    SignatureBroken,
    Status,
    Trusted,
    Verdict,
    profile,
    read_prints,
    seal,
    sign,
    sign_detached,
    verify,
    verify_detached,
)
from signing.revoked import Revocation, RevocationReason, find_revocation, is_list, revocation_list
from signing.trust import parsed
from signing.trusted import print_of
from tests.unit.signing.contract import CLIENT, NOW, ORGANISATION, Stages, minutes, stages

START, END = NOW - timedelta(days=30), NOW + timedelta(days=300)


@pytest.fixture(scope="module")
def public() -> KeyPair:
    """An authority that sells certificates to anybody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = profile.name(common="Public Trust CA", organisation="Public Trust")
    return KeyPair(key, profile.root(profile.Subject(name, START, END), key))


def sold(public: KeyPair, *, one_time: bool = False) -> KeyPair:
    """Sell a certificate in the name of our organisation: whoever asks for it pays."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = profile.name(common=ORGANISATION, organisation=ORGANISATION)
    assert isinstance(public.key, ec.EllipticCurvePrivateKey)
    return KeyPair(
        key,
        profile.leaf(
            profile.Subject(name, START, END),
            key,
            issuer=public.certificate,
            issuer_key=public.key,
            one_time=one_time,
        ),
    )


def pem_of(pair: KeyPair) -> bytes:
    return bytes(pem.armor("CERTIFICATE", pair.certificate.dump()))


@pytest.fixture(scope="module")
def bought(keys: Keys, public: KeyPair) -> Keys:
    return replace(keys, organisation_seal=sold(public))


@pytest.fixture(scope="module")
def trusted(keys: Keys, public: KeyPair, bought: Keys) -> Trusted:
    ours = print_of(bought.organisation_seal.certificate)
    return Trusted((keys.root_pem, pem_of(public)), frozenset({ours}))


def problems(verdict: Verdict) -> list[Code]:
    return [each.code for each in verdict.problems]


def test_a_bought_seal_is_believed_where_it_is_known(pdf: bytes, bought: Keys, trusted: Trusted) -> None:
    assert verify(stages(pdf, bought).sealed, trusted=trusted).ok


def test_another_customer_of_the_same_authority_is_not_our_seal(
    pdf: bytes, keys: Keys, public: KeyPair, trusted: Trusted
) -> None:
    theirs = replace(keys, organisation_seal=sold(public))
    verdict = verify(seal(pdf, theirs, reason="", at=NOW), trusted=trusted)
    assert (verdict.status, problems(verdict)) == (Status.INTACT_UNTRUSTED, [Code.SEAL_UNKNOWN])
    assert verdict.problems[0].detail == print_of(theirs.organisation_seal.certificate)
    assert not verdict.signatures[0].trusted


def test_the_root_of_a_public_authority_alone_confirms_no_seal(
    pdf: bytes, bought: Keys, public: KeyPair
) -> None:
    sealed = seal(pdf, bought, reason="", at=NOW)
    assert problems(verify(sealed, roots=[pem_of(public)])) == [Code.SEAL_UNKNOWN]
    known = read_prints([print_of(bought.organisation_seal.certificate).upper()])
    assert verify(sealed, trusted=Trusted((pem_of(public),), known)).ok


def test_people_are_certified_by_the_installation_and_by_nobody_else(
    contract: Stages, keys: Keys, public: KeyPair, trusted: Trusted
) -> None:
    class Another(Keys):
        def one_time(self, *_given: object) -> KeyPair:
            return sold(public, one_time=True)

    stranger = Another(keys.root_pem, keys.authority, keys.organisation_seal)
    signed = sign(contract.half, stranger, field="client", signer=CLIENT, typed="И", at=minutes(2), reason="")
    verdict = verify(seal(signed, keys, reason="", at=minutes(3)), trusted=trusted)
    assert problems(verdict) == [Code.ISSUER_UNCONFIRMED]
    assert [each.trusted for each in verdict.signatures] == [True, True, False, True]


def test_a_package_sealed_by_another_customer_is_not_ours(
    keys: Keys, bought: Keys, public: KeyPair, trusted: Trusted
) -> None:
    verify_detached(b"list", sign_detached(b"list", bought, at=NOW), trusted=trusted)
    theirs = replace(keys, organisation_seal=sold(public))
    with pytest.raises(SealUnknown):
        verify_detached(b"list", sign_detached(b"list", theirs, at=NOW), trusted=trusted)


@pytest.mark.parametrize("text", ["", "AB:CD", "x" * 64, "0" * 63])
def test_what_is_no_sha256_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_prints([text])


# --- revoked --------------------------------------------------------------------------------------------


def revoked(keys: Keys, at: object = minutes(10), issuer: KeyPair | None = None) -> bytes:
    """Write the list that revokes our seal from a moment on."""
    own = issuer or keys.authority
    entry = Revocation(keys.organisation_seal.certificate.serial_number, at, RevocationReason.COMPROMISED)  # type: ignore[arg-type]
    return bytes(revocation_list(own.certificate, own.key, at=minutes(60), revoked=[entry]).dump())


def judged(pdf: bytes, keys: Keys, **known: object) -> Verdict:
    return verify(pdf, trusted=Trusted((keys.root_pem,), **known))  # type: ignore[arg-type]


def test_what_claims_to_be_signed_after_the_seal_was_revoked_is_broken(contract: Stages, keys: Keys) -> None:
    verdict = judged(contract.sealed, keys, lists=(revoked(keys, minutes(1)),))
    assert verdict.status is Status.BROKEN
    assert [(each.code, each.place) for each in verdict.problems][-1] == (Code.CERTIFICATE_REVOKED, "seal")


def test_a_claimed_time_is_no_proof_that_a_signature_is_older(contract: Stages, keys: Keys) -> None:
    verdict = judged(contract.sealed, keys, lists=(revoked(keys),))
    assert verdict.status is Status.INTACT_UNTRUSTED
    assert set(problems(verdict)) == {Code.REVOKED_UNTIMED}
    assert "2026-11-21 11:15:00" in verdict.problems[0].detail


def test_a_file_that_was_known_before_stays_good_and_the_reader_is_told(contract: Stages, keys: Keys) -> None:
    verdict = judged(contract.sealed, keys, lists=(revoked(keys),), known_at=minutes(9))
    assert verdict.ok, verdict.problems
    assert Code.REVOKED_SINCE in {note.code for note in verdict.notes}
    assert not judged(contract.sealed, keys, lists=(revoked(keys),), known_at=minutes(10)).ok


def test_a_list_counts_only_with_the_signature_of_our_root(
    contract: Stages, keys: Keys, stranger: Keys, public: KeyPair
) -> None:
    forged = (revoked(keys, issuer=stranger.authority), revoked(keys, issuer=public), b"", b"no list")
    assert judged(contract.sealed, keys, lists=forged).ok


def test_a_later_list_does_not_take_back_what_an_earlier_one_said(keys: Keys) -> None:
    clean = bytes(revocation_list(keys.authority.certificate, keys.authority.key, at=minutes(90)).dump())
    written = (clean, revoked(keys, minutes(30)), pem.armor("X509 CRL", revoked(keys, minutes(20))))
    found = find_revocation(keys.organisation_seal.certificate, written, parsed((keys.root_pem,)))
    assert found is not None
    assert found.at == minutes(20)
    assert all(map(is_list, written))
    assert not is_list(keys.root_pem)


def test_a_package_of_a_revoked_seal_is_open_broken_or_known(keys: Keys) -> None:
    signature, lists = sign_detached(b"list", keys, at=minutes(5)), (revoked(keys),)
    with pytest.raises(RevokedUntimed):
        verify_detached(b"list", signature, trusted=Trusted((keys.root_pem,), lists=lists))
    known = Trusted((keys.root_pem,), lists=lists, known_at=minutes(6))
    verify_detached(b"list", signature, trusted=known)
    with pytest.raises(SignatureBroken, match="revoked"):
        verify_detached(b"list", sign_detached(b"list", keys, at=minutes(11)), trusted=known)
