"""The installation's own authority, the organisation's seal, and one-time certificates."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from asn1crypto import pem, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.asymmetric import ec

from signing import Authority, BadIdentity, Keys, KeysLocked, SealExpired, Signer, fingerprint, renew_seal
from signing.authority import create_authority
from tests.unit.signing.contract import CLIENT, NOW, ORGANISATION, PASSPHRASE

LONG = "Общество с ограниченной ответственностью «Научно-производственное объединение Полярная звезда»"


def root_of(authority: Authority) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(authority.root_pem)[2])


def test_the_root_may_issue_certificates_but_no_further_authorities(authority: Authority) -> None:
    root = root_of(authority)
    assert root.self_issued
    assert root.basic_constraints_value.native == {"ca": True, "path_len_constraint": 0}
    assert root.key_usage_value.native == {"key_cert_sign", "crl_sign"}


def test_the_seal_is_the_organisations_and_signed_by_the_root(keys: Keys) -> None:
    seal = keys.organisation_seal.certificate
    assert seal.subject.native == {"organization_name": ORGANISATION, "common_name": ORGANISATION}
    issued = pyca.load_der_x509_certificate(seal.dump())
    issued.verify_directly_issued_by(pyca.load_pem_x509_certificate(keys.root_pem))


def test_all_keys_are_on_the_curve_p256(keys: Keys) -> None:
    for pair in (keys.authority, keys.organisation_seal, keys.one_time(CLIENT, NOW)):
        assert isinstance(pair.key, ec.EllipticCurvePrivateKey)
        assert pair.key.curve.name == "secp256r1"


def test_a_one_time_certificate_names_the_person(keys: Keys) -> None:
    certificate = keys.one_time(CLIENT, NOW).certificate
    assert certificate.subject.native == {
        "organization_name": "АО «Вектор»",
        "title": "Директор",
        "common_name": "Иванова Мария Петровна",
    }
    assert certificate.subject_alt_name_value.native == ["ivanova@вектор.рф"]
    assert b"ivanova@xn--" in certificate.dump()


def test_a_one_time_certificate_is_good_for_ten_minutes_around_the_signing(keys: Keys) -> None:
    certificate = keys.one_time(CLIENT, NOW).certificate
    assert certificate.not_valid_before == NOW - timedelta(minutes=5)
    assert certificate.not_valid_after == NOW + timedelta(minutes=5)


def test_certificates_carry_the_usages_that_readers_ask_for(keys: Keys) -> None:
    for pair in (keys.organisation_seal, keys.one_time(CLIENT, NOW)):
        assert pair.certificate.key_usage_value.native == {"digital_signature", "non_repudiation"}
        usage = pair.certificate.extended_key_usage_value.native
        assert usage == ["email_protection", "1.3.6.1.5.5.7.3.36"]


def test_every_certificate_has_its_own_key_and_serial(keys: Keys) -> None:
    pairs = [keys.one_time(CLIENT, NOW) for _ in range(20)]
    assert len({pair.certificate.serial_number for pair in pairs}) == 20
    assert len({pair.certificate.public_key.dump() for pair in pairs}) == 20


def test_a_signer_without_an_address_gets_a_certificate_without_one(keys: Keys) -> None:
    assert keys.one_time(Signer("Иванов"), NOW).certificate.subject_alt_name_value is None


def test_a_mailbox_that_certificates_cannot_carry_is_left_out(keys: Keys) -> None:
    signer = Signer("Иванов", "иванов@вектор.рф")
    assert keys.one_time(signer, NOW).certificate.subject_alt_name_value is None


@pytest.mark.parametrize("email", ["nobody", "@example.ru", "a@", "a b@example.ru", "a@" + "b" * 64 + ".ru"])
def test_what_is_no_address_is_refused(keys: Keys, email: str) -> None:
    with pytest.raises(BadIdentity):
        keys.one_time(Signer("Иванов", email), NOW)


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "\ud800"])
def test_nobody_signs_without_a_name(keys: Keys, name: str) -> None:
    with pytest.raises(BadIdentity):
        keys.one_time(Signer(name), NOW)


def test_a_name_loses_what_cannot_be_printed(keys: Keys) -> None:
    signer = Signer("Ива\u00adнов\u202e\u00a0 Иван\n\ud800")
    assert keys.one_time(signer, NOW).certificate.subject.native["common_name"] == "Иванов Иван"


def test_a_name_too_long_for_a_certificate_is_shortened_by_characters_not_bytes() -> None:
    authority = create_authority(organisation=LONG, passphrase=PASSPHRASE, now=NOW)
    name = Keys.load(authority, PASSPHRASE).organisation_seal.certificate.subject.native["common_name"]
    assert len(name) <= 64
    assert LONG.startswith(name.removesuffix("…"))


def test_a_time_without_a_zone_is_refused(keys: Keys) -> None:
    with pytest.raises(BadIdentity):
        keys.one_time(CLIENT, datetime(2026, 11, 21, 11, 5))  # noqa: DTZ001 - the point of the test


def test_keys_are_locked_to_whoever_has_no_passphrase(authority: Authority) -> None:
    with pytest.raises(KeysLocked):
        Keys.load(authority, b"another passphrase")


def test_a_damaged_store_says_so(authority: Authority) -> None:
    with pytest.raises(KeysLocked):
        Keys.load(replace(authority, seal_p12=authority.seal_p12[:-9]), PASSPHRASE)


def test_keys_are_never_kept_without_a_passphrase() -> None:
    with pytest.raises(BadIdentity):
        create_authority(organisation=ORGANISATION, passphrase=b"", now=NOW)


def test_the_private_key_is_not_in_what_is_printed(keys: Keys, authority: Authority) -> None:
    assert "PRIVATE" not in repr(keys) + repr(authority)
    assert len(repr(authority)) < 150


def test_opened_keys_are_kept(authority: Authority) -> None:
    opened = Keys.load(authority, PASSPHRASE)
    assert Keys.load(authority, PASSPHRASE).organisation_seal is opened.organisation_seal


def test_a_seal_that_ran_out_does_not_seal(keys: Keys) -> None:
    with pytest.raises(SealExpired, match="renew"):
        keys.seal_pair(NOW + timedelta(days=365 * 6))


def test_a_renewed_seal_is_the_same_organisation_under_the_same_root(authority: Authority) -> None:
    later = NOW + timedelta(days=365 * 6)
    renewed = Keys.load(renew_seal(authority, passphrase=PASSPHRASE, now=later), PASSPHRASE)
    pair, old = renewed.seal_pair(later), Keys.load(authority, PASSPHRASE).organisation_seal
    assert renewed.root_pem == authority.root_pem
    assert pair.certificate.subject == old.certificate.subject
    assert pair.certificate.public_key.dump() != old.certificate.public_key.dump()


def test_a_fingerprint_reads_as_people_compare_it(authority: Authority) -> None:
    written = fingerprint(authority.root_pem)
    assert written.replace(":", "").lower() == root_of(authority).sha256.hex()
    assert len(written.split(":")) == 32
