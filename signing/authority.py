"""The installation's own certification authority and the organisation's seal, made at first start."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import pem, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from signing import profile
from signing.errors import BadIdentity, KeysLocked
from signing.values import clean, to_seconds

_ROOT_LIFE: Final = timedelta(days=20 * 365)
_SEAL_LIFE: Final = timedelta(days=5 * 365)
_SKEW: Final = timedelta(minutes=5)  # clocks of those who check may be behind
_KEY_ROUNDS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Authority:
    """What to keep: the public root (PEM), and two keys as PKCS#12 under one passphrase.

    `seal_p12` may be replaced by a bought certificate with its chain. The repr names no key.
    """

    root_pem: bytes
    ca_p12: bytes
    seal_p12: bytes

    def __repr__(self) -> str:
        return f"Authority(root={fingerprint(self.root_pem)})"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key with its certificate and the certificates between it and the root.

    The repr shows no key.
    """

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def __repr__(self) -> str:
        return f"KeyPair({profile.serial_text(self.certificate)})"


def create_authority(*, organisation: str, passphrase: bytes, now: datetime) -> Authority:
    """Make a root and the organisation's seal, both P-256.

    Raises BadIdentity for an empty name or passphrase.
    """
    if not passphrase:
        raise BadIdentity("Keys are kept under a passphrase")
    start = to_seconds(now) - _SKEW
    name = profile.name(common=_root_name(organisation), organisation=organisation)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = profile.root(profile.Subject(name, start, start + _ROOT_LIFE), key)
    root_pem = pem.armor("CERTIFICATE", certificate.dump())
    authority = Authority(root_pem, _lock(key, certificate, passphrase), b"")
    issuer = KeyPair(key, certificate)
    return _with_seal(authority, issuer, organisation=organisation, passphrase=passphrase, start=start)


def renew_seal(authority: Authority, *, passphrase: bytes, now: datetime) -> Authority:
    """Issue a new seal key and certificate to the same organisation. Raises KeysLocked."""
    issuer = unlock(authority.ca_p12, passphrase)
    organisation = str(issuer.certificate.subject.native["organization_name"])
    start = to_seconds(now) - _SKEW
    return _with_seal(authority, issuer, organisation=organisation, passphrase=passphrase, start=start)


def unlock(store: bytes, passphrase: bytes) -> KeyPair:
    """Open a PKCS#12 store.

    Raises KeysLocked: a wrong passphrase, a damaged file, no key in it, another kind of key.
    """
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(store, passphrase)
    except ValueError as error:
        raise KeysLocked("The passphrase does not open the key store, or the store is damaged") from error
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeysLocked("The key store holds no EC or RSA key with its certificate")
    between = (_asn1(extra) for extra in chain)
    return KeyPair(key, _asn1(certificate), tuple(c for c in between if c.self_signed == "no"))


def fingerprint(root_pem: bytes) -> str:
    """Write a certificate's SHA-256 as it is published and compared by eye, as AB:CD and so on."""
    return pyca.load_pem_x509_certificate(root_pem).fingerprint(hashes.SHA256()).hex(":").upper()


def _with_seal(
    authority: Authority, issuer: KeyPair, *, organisation: str, passphrase: bytes, start: datetime
) -> Authority:
    if not isinstance(issuer.key, ec.EllipticCurvePrivateKey):
        raise KeysLocked("The authority's key is not an EC key")
    key = ec.generate_private_key(ec.SECP256R1())
    name = profile.name(common=organisation, organisation=organisation)
    subject = profile.Subject(name, start, min(start + _SEAL_LIFE, issuer.certificate.not_valid_after))
    certificate = profile.leaf(subject, key, issuer=issuer.certificate, issuer_key=issuer.key)
    return replace(authority, seal_p12=_lock(key, certificate, passphrase))


def _root_name(organisation: str) -> str:
    return f"docsvc root: {clean(organisation)}" if clean(organisation) else ""


def _lock(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, passphrase: bytes) -> bytes:
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_KEY_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
    kept = pyca.load_der_x509_certificate(certificate.dump())
    return pkcs12.serialize_key_and_certificates(b"docsvc", key, kept, None, encryption)


def _asn1(certificate: pyca.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
