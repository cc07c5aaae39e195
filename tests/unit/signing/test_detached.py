"""Detached signatures: any changed byte is found, and OpenSSL agrees."""

import random
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms

from signing import IssuerUnconfirmed, Keys, SealExpired, SignatureBroken, sign_detached, verify_detached
from tests.unit.signing.contract import NOW, Stages

DATA = b"manifest of an archive\n" * 40


@pytest.fixture(scope="module")
def signature(keys: Keys) -> bytes:
    return sign_detached(DATA, keys, at=NOW)


def test_a_signature_verifies_against_the_root(keys: Keys, signature: bytes) -> None:
    verify_detached(DATA, signature, [keys.root_pem])


@pytest.mark.needs("openssl")
def test_openssl_verifies_it(keys: Keys, signature: bytes, tmp_path: Path) -> None:
    for name, content in (("data", DATA), ("sig", signature), ("root", keys.root_pem)):
        (tmp_path / name).write_bytes(content)
    command = "openssl cms -verify -binary -cades -inform DER -in sig -content data -CAfile root -out out"
    moment = ["-purpose", "any", "-attime", str(int(NOW.timestamp()))]
    done = subprocess.run(
        [*command.split(), *moment], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out").read_bytes() == DATA


def test_any_changed_byte_of_the_data_is_found(keys: Keys, signature: bytes) -> None:
    chance = random.Random(1)
    for _ in range(40):
        changed = bytearray(DATA)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        with pytest.raises(SignatureBroken):
            verify_detached(bytes(changed), signature, [keys.root_pem])


def test_any_changed_byte_of_the_signature_is_found(keys: Keys, signature: bytes) -> None:
    chance = random.Random(2)
    for place in range(0, len(signature), 4):
        changed = bytearray(signature)
        changed[place] ^= 1 << chance.randrange(8)
        with pytest.raises((SignatureBroken, IssuerUnconfirmed)):
            verify_detached(DATA, bytes(changed), [keys.root_pem])


@pytest.mark.parametrize("change", [lambda s: s + b"\0", lambda s: s[:-1], lambda s: b"", lambda s: s + s])
def test_a_longer_or_shorter_signature_is_found(keys: Keys, signature: bytes, change) -> None:  # noqa: ANN001
    with pytest.raises(SignatureBroken):
        verify_detached(DATA, change(signature), [keys.root_pem])


def edited(signature: bytes, edit) -> bytes:  # noqa: ANN001
    info = cms.ContentInfo.load(signature)
    edit(info["content"])
    return bytes(info.dump(force=True))


def test_what_openssl_would_let_pass_is_refused(keys: Keys, stranger: Keys, signature: bytes) -> None:
    def another_certificate(signed: cms.SignedData) -> None:
        choice = cms.CertificateChoices("certificate", stranger.organisation_seal.certificate)
        signed["certificates"].append(choice)

    def an_unsigned_attribute(signed: cms.SignedData) -> None:
        value = cms.CMSAttribute({"type": "1.2.3.4", "values": [cms.OctetString(b"x")]})
        signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([value])

    def two_signers(signed: cms.SignedData) -> None:
        signed["signer_infos"].append(signed["signer_infos"][0].copy())

    def the_data_inside(signed: cms.SignedData) -> None:
        signed["encap_content_info"] = {"content_type": "data", "content": DATA}

    def another_version(signed: cms.SignedData) -> None:
        signed["version"] = "v3"

    for edit in (another_certificate, an_unsigned_attribute, two_signers, the_data_inside, another_version):
        with pytest.raises(SignatureBroken):
            verify_detached(DATA, edited(signature, edit), [keys.root_pem])


def test_an_unedited_copy_is_the_same_bytes(keys: Keys, signature: bytes) -> None:
    assert edited(signature, lambda signed: None) == signature


def test_the_signature_of_a_stranger_is_not_confirmed(stranger: Keys, keys: Keys) -> None:
    with pytest.raises(IssuerUnconfirmed):
        verify_detached(DATA, sign_detached(DATA, stranger, at=NOW), [keys.root_pem])


def test_without_a_root_nothing_is_confirmed(signature: bytes) -> None:
    with pytest.raises(IssuerUnconfirmed):
        verify_detached(DATA, signature, [])


def test_a_signature_of_a_pdf_is_no_detached_signature(contract: Stages, keys: Keys) -> None:
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader

    from signing.cms_form import unpadded

    inside = PdfFileReader(BytesIO(contract.sealed)).embedded_signatures[0].pkcs7_content
    with pytest.raises(SignatureBroken):
        verify_detached(DATA, unpadded(inside), [keys.root_pem])


def test_it_still_verifies_when_the_seal_has_run_out_since(keys: Keys) -> None:
    late = NOW + timedelta(days=5 * 365 - 1)
    verify_detached(DATA, sign_detached(DATA, keys, at=late), [keys.root_pem])


def test_a_seal_that_ran_out_signs_nothing(keys: Keys) -> None:
    with pytest.raises(SealExpired):
        sign_detached(DATA, keys, at=NOW + timedelta(days=365 * 6))
