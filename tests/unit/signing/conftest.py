"""The contract of these tests, and a stranger who took the same names."""

from datetime import timedelta

import pytest
import weasyprint
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps import DummyTimeStamper

from signing import Authority, Keys, create_authority, seal
from tests.unit.signing.contract import NOW, ORGANISATION, PAGE, PASSPHRASE, Stages, minutes, stages


@pytest.fixture(scope="session")
def authority() -> Authority:
    return create_authority(organisation=ORGANISATION, passphrase=PASSPHRASE, now=NOW)


@pytest.fixture(scope="session")
def keys(authority: Authority) -> Keys:
    return Keys.load(authority, PASSPHRASE)


@pytest.fixture(scope="session")
def stranger() -> Keys:
    """Another installation that calls itself exactly as ours does."""
    twin = create_authority(organisation=ORGANISATION, passphrase=PASSPHRASE, now=NOW)
    return Keys.load(twin, PASSPHRASE)


@pytest.fixture(scope="session")
def pdf() -> bytes:
    return bytes(weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/a-3b"))


@pytest.fixture(scope="session")
def contract(pdf: bytes, keys: Keys) -> Stages:
    return stages(pdf, keys)


@pytest.fixture(scope="session")
def invoice(pdf: bytes, keys: Keys) -> bytes:
    """A document with one signature: the seal."""
    return seal(pdf, keys, reason="Счёт выставлен", at=NOW)


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
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)  # noqa: FBT003 -- nine flags in order
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
