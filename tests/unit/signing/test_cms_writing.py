"""The container written by hand is the one that pyHanko makes, byte for byte."""

import asyncio
import hashlib

import pytest
from asn1crypto import algos, cms, core, keys, tsp
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench.keys import seals
from signing.authority import KeyPair
from signing.cms_writing import attribute
from signing.keyholder import KeyHolder
from tests.unit.signing.contract import NOW

DIGEST = hashlib.sha256(b"what is signed").digest()
TIME = cms.Time({"utc_time": core.UTCTime(NOW)})


@pytest.fixture(scope="module")
def pair() -> KeyPair:
    """An RSA key, whose signature is the same each time; with two above it, a root among them."""
    elliptic, bought = (each.keys for each in seals())
    seal, between = bought.organisation_seal, elliptic.organisation_seal.certificate
    return KeyPair(seal.key, seal.certificate, (between, bought.authority.certificate))


def by_pyhanko(pair: KeyPair, *, timed: bool) -> bytes:
    assert isinstance(pair.key, rsa.RSAPrivateKey)
    der = pair.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(pair.chain)
    signer = SimpleSigner(
        signing_cert=pair.certificate,
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=store,
        signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        embed_roots=False,
    )
    named = {"cert_hash": hashlib.sha256(pair.certificate.dump()).digest()}
    told = {
        "content_type": "data",
        "message_digest": DIGEST,
        "signing_certificate_v2": tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2(named)]}),
    } | ({"signing_time": TIME} if timed else {})
    attributes = cms.CMSAttributes(
        [cms.CMSAttribute({"type": kind, "values": (value,)}) for kind, value in told.items()]
    )
    return bytes(asyncio.run(signer.async_sign_prescribed_attributes("sha256", attributes)).dump())


@pytest.mark.parametrize("timed", [False, True])
def test_it_is_the_same_container(pair: KeyPair, *, timed: bool) -> None:
    further = (attribute("signing_time", TIME.dump()),) if timed else ()
    assert KeyHolder(pair).sign_digest(DIGEST, *further) == by_pyhanko(pair, timed=timed)


def test_the_room_that_is_reserved_is_enough(pair: KeyPair) -> None:
    assert 2 * len(KeyHolder(pair).sign_digest(DIGEST)) < KeyHolder(pair).hex_digits
