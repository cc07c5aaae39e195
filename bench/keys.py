"""Keys to sign with: an installation's own, whose seal is P-256 or RSA-2048 as bought ones are."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from signing import Authority, Keys, create_authority

PASSPHRASE = b"passphrase of the bench"
ORGANISATION = "ООО «Полярная звезда»"


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal for both contenders: opened by us, and as the PKCS#12 store that anybody opens."""

    name: str
    keys: Keys
    store: bytes


def seals() -> tuple[Seal, Seal]:
    """Make an authority and its two seals."""
    authority = create_authority(organisation=ORGANISATION, passphrase=PASSPHRASE, now=datetime.now(UTC))
    bought = replace(authority, seal_p12=_rsa_store(authority))
    return tuple(  # type: ignore[return-value]  # two in, two out
        Seal(name, Keys.load(each, PASSPHRASE), each.seal_p12)
        for name, each in (("P-256", authority), ("RSA-2048", bought))
    )


def _rsa_store(authority: Authority) -> bytes:
    """Issue a certificate with the rights of the P-256 seal's to an RSA key."""
    issuer_key, issuer, _more = pkcs12.load_key_and_certificates(authority.ca_p12, PASSPHRASE)
    _key, pattern, _more = pkcs12.load_key_and_certificates(authority.seal_p12, PASSPHRASE)
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey) or issuer is None or pattern is None:
        raise TypeError("an authority has an EC key and certificates")
    key = rsa.generate_private_key(65537, 2048)
    builder = x509.CertificateBuilder(
        issuer_name=issuer.subject,
        subject_name=pattern.subject,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=pattern.not_valid_before_utc,
        not_valid_after=pattern.not_valid_before_utc + timedelta(days=365),
    )
    for extension in pattern.extensions:
        if not isinstance(extension.value, x509.SubjectKeyIdentifier):
            builder = builder.add_extension(extension.value, critical=extension.critical)
    certificate = builder.sign(issuer_key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        b"seal", key, certificate, None, BestAvailableEncryption(PASSPHRASE)
    )
